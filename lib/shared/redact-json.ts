/**
 * Masks what must not be kept: secrets, and the data of guests. Works on text as it came, also
 * where it was cut off or is not quite JSON, and leaves every other character as it was.
 */

import { maskJwts } from "./find-jwts";

export type Sensitivity = "secret" | "personal";

export interface Masks {
  secret: string;
  /** Left out, the data of guests stays as it is; secrets never do. */
  personal?: string;
}

export interface Redacted {
  text: string;
  /** JSON pointers of the values that were masked; empty for text that is not JSON. */
  pointers: string[];
}

const AUTHORIZATION = /\b(Bearer|Basic)(\s+)[A-Za-z0-9+/=_.~-]{8,}/gi;
const USER_INFO = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{1,200}:[^\s/@]{1,200}@/gi;
// Each run of letters is read once: it counts from its beginning only.
const EMAIL = /(?<![\p{L}\p{N}_.+%-])[\p{L}\p{N}_.+%-]+@[\p{L}\p{N}-]{1,63}(\.[\p{L}\p{N}-]{1,63})+/gu;

/** Masks what gives itself away by its form: tokens, authorization values, passwords in addresses, e-mail addresses. */
export function maskText(text: string, masks: Masks): string {
  const withoutTokens = maskJwts(text, masks.secret).replace(AUTHORIZATION, `$1$2${masks.secret}`);
  if (!withoutTokens.includes("@")) return withoutTokens;
  const withoutPasswords = withoutTokens.replace(USER_INFO, `$1${masks.secret}@`);
  return masks.personal === undefined ? withoutPasswords : withoutPasswords.replace(EMAIL, masks.personal);
}

interface Level {
  isArray: boolean;
  /** Member name, or position in a list. */
  key: string | number;
  expectsKey: boolean;
  masking: Sensitivity | undefined;
}

function pointerOf(levels: readonly Level[]): string {
  return levels.map((level) => `/${String(level.key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Where the string that begins at `start` ends, after its closing quote; the end of the text when it has none. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function decodedKey(raw: string): string {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "string" ? value : raw;
  } catch {
    return raw.slice(1);
  }
}

/**
 * The same, and in JSON also every value under a member name that is sensitive, with all that is
 * inside it. Booleans, nulls and empty texts stay: they say nothing about anybody.
 *
 * @param kindOf - what a member name holds; undefined for nothing sensitive
 */
export function redactJson(text: string, kindOf: (member: string) => Sensitivity | undefined, masks: Masks): Redacted {
  if (!/^\s*[[{]/.test(text)) return { text: maskText(text, masks), pointers: [] };
  const out: string[] = [];
  const pointers: string[] = [];
  const levels: Level[] = [];
  const token = /[{}[\],:]|[^\s{}[\],:"]+|\s+/y;

  const masking = (): Sensitivity | undefined => {
    const top = levels.at(-1);
    const kind = top?.masking ?? (top !== undefined && typeof top.key === "string" ? kindOf(top.key) : undefined);
    return kind !== undefined && masks[kind] === undefined ? undefined : kind;
  };
  const putMask = (kind: Sensitivity) => {
    out.push(JSON.stringify(masks[kind]));
    pointers.push(pointerOf(levels));
  };
  const putString = (raw: string) => {
    const kind = masking();
    if (kind !== undefined && raw.length > 2) return putMask(kind);
    const redacted = maskText(raw, masks);
    if (redacted !== raw) pointers.push(pointerOf(levels));
    out.push(redacted);
  };
  const punctuate = (mark: string) => {
    const top = levels.at(-1);
    if (mark === "{" || mark === "[")
      levels.push({ isArray: mark === "[", key: mark === "[" ? 0 : "", expectsKey: mark === "{", masking: masking() });
    else if (mark === "}" || mark === "]") levels.pop();
    else if (mark === "," && top !== undefined) {
      if (typeof top.key === "number") top.key += 1;
      top.expectsKey = !top.isArray;
    }
    out.push(mark);
  };

  for (let at = 0; at < text.length;) {
    if (text[at] === '"') {
      const end = endOfString(text, at);
      const raw = text.slice(at, end);
      const top = levels.at(-1);
      if (top?.expectsKey === true) {
        top.key = decodedKey(raw);
        top.expectsKey = false;
        out.push(raw);
      } else putString(raw);
      at = end;
      continue;
    }
    token.lastIndex = at;
    const piece = token.exec(text)?.[0] ?? text.slice(at, at + 1);
    at += piece.length;
    const kind = /^[-\d]/.test(piece) ? masking() : undefined;
    if (/^[{}[\],:]$/.test(piece)) punctuate(piece);
    else if (kind !== undefined) putMask(kind);
    else out.push(piece);
  }
  return { text: out.join(""), pointers };
}
