import { isSecretName, redactText } from "./redact-text";
import { MASK, Secret } from "./secret";

const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const MAX_TEXT_CHARACTERS = 8_000;

/**
 * A copy of anything as plain data that may be logged: what stands under a secret name is masked,
 * every text goes through `redactText`, bytes become their number. Never throws, never calls toJSON.
 */
export function redact(value: unknown): unknown {
  return copy(value, 0, new Set());
}

function copy(value: unknown, depth: number, above: Set<object>): unknown {
  // Cut after redaction: half a secret at the edge would not be recognised.
  if (typeof value === "string") return redactText(value.slice(0, 2 * MAX_TEXT_CHARACTERS)).slice(0, MAX_TEXT_CHARACTERS);
  if (value === null || value === undefined || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "function") return `«function ${value.name}»`;
  if (typeof value !== "object") return redactText(String(value));
  if (value instanceof Secret || isForeignSecret(value)) return MASK;
  if (above.has(value)) return "«circular»";
  if (depth >= MAX_DEPTH) return "«deeper»";
  above.add(value);
  try {
    return copyObject(value, depth + 1, above);
  } catch {
    return "«unreadable»";
  } finally {
    above.delete(value);
  }
}

/** A Secret of another copy of the module is none of ours by `instanceof`. */
function isForeignSecret(value: object): boolean {
  return "reveal" in value && typeof value.reveal === "function";
}

function copyObject(value: object, depth: number, above: Set<object>): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (value instanceof RegExp) return redactText(String(value));
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `«${value.byteLength} bytes»`;
  if (Array.isArray(value)) return copyList(value, depth, above);
  if (value instanceof Set) return copyList([...value], depth, above);
  if (value instanceof Map || value instanceof Headers || value instanceof URLSearchParams || value instanceof FormData) {
    return copyEntries(
      [...value].map(([key, item]): [string, unknown] => [typeof key === "string" ? key : String(copy(key, depth, above)), item]),
      depth,
      above,
    );
  }
  const own = Object.keys(value).map((key): [string, unknown] => [key, read(value, key)]);
  if (!(value instanceof Error)) return copyEntries(own, depth, above);
  const said = withoutParameters(value);
  const spoken: [string, unknown][] = [
    ["type", value.name],
    ["message", said],
    ["stack", value.stack?.replace(value.message, () => said)],
  ];
  if (value.cause !== undefined) spoken.push(["cause", value.cause]);
  if (value instanceof AggregateError) spoken.push(["errors", value.errors]);
  const shown = said === value.message ? own : own.filter(([key]) => key !== "params");
  return copyEntries([...spoken, ...shown], depth, above);
}

/** What a failed query was given may be anything that is stored, the hash of a password too. Its statement finds the place. */
function withoutParameters(error: Error): string {
  return "query" in error && "params" in error ? error.message.replace(/\nparams: [\s\S]*$/, "") : error.message;
}

function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key) as unknown;
  } catch {
    return "«unreadable»";
  }
}

/** In a list, what follows a secret name is its value: ["Authorization", "Bearer …"], as raw headers come. */
function copyList(items: readonly unknown[], depth: number, above: Set<object>): unknown[] {
  const copies = items.slice(0, MAX_ITEMS).map((item, index) => {
    const before = items[index - 1];
    return typeof before === "string" && isSecretName(before) ? masked(item) : copy(item, depth, above);
  });
  return items.length > MAX_ITEMS ? [...copies, `«${items.length - MAX_ITEMS} more»`] : copies;
}

function copyEntries(entries: readonly [string, unknown][], depth: number, above: Set<object>): Record<string, unknown> {
  // A form or a header list as objects: { name: "Authorization", value: "…" }.
  const named = entries.some(([key, item]) => /^(name|key|header)$/i.test(key) && typeof item === "string" && isSecretName(item));
  const result: Record<string, unknown> = {};
  for (const [key, item] of entries.slice(0, MAX_ITEMS)) {
    const isSecret = isSecretName(key) || (named && /^values?$/i.test(key));
    Object.defineProperty(result, redactText(key), {
      value: isSecret ? masked(item) : copy(item, depth, above),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  if (entries.length > MAX_ITEMS) result["«more»"] = entries.length - MAX_ITEMS;
  return result;
}

/** Whether there is a secret may be known: true, false, null and undefined stay. */
function masked(item: unknown): unknown {
  return typeof item === "boolean" || item === null || item === undefined ? item : MASK;
}
