import { processSlot } from "./process-slot";

/** What stands in the place of a secret. */
export const MASK = "«secret»";

/** How many living secrets the log looks for. The first ones, which are those of the settings, always stay. */
const MAX_REMEMBERED = 500;
const ALWAYS_REMEMBERED = 50;

/** Held weakly: the list keeps no secret in memory that nobody uses any more. */
const remembered = processSlot<Set<WeakRef<Secret>>>("living-secrets").getOrMake(() => new Set());

/**
 * A value that must not be printed. Every way in which JavaScript turns an object into
 * text yields a mask; `reveal()` is the one door, and easy to search for. As long as it lives,
 * the log leaves its value out of every line (redact-text.ts).
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    remembered.add(new WeakRef(this));
    if (remembered.size > MAX_REMEMBERED) forgetOldest();
  }

  /** The clear value. Call it only where the value is used: to sign, to seal, to send. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return MASK;
  }
}

/** All secrets that are still in use in this process, one value perhaps several times. For redaction only. */
export function* aliveSecrets(): Generator<Secret> {
  for (const ref of remembered) {
    const secret = ref.deref();
    if (secret) yield secret;
    else remembered.delete(ref);
  }
}

/** The dead first; if all are alive, a tenth of those after the settings'. */
function forgetOldest(): void {
  for (const ref of remembered) if (!ref.deref()) remembered.delete(ref);
  if (remembered.size <= MAX_REMEMBERED) return;
  const surplus = [...remembered].slice(ALWAYS_REMEMBERED, ALWAYS_REMEMBERED + MAX_REMEMBERED / 10);
  for (const ref of surplus) remembered.delete(ref);
}
