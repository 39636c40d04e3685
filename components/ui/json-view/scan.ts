/**
 * Finds the end of one JSON token (RFC 8259) in bytes. Nothing is ever turned into a value, so a
 * number keeps every digit that was sent.
 */
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;

/** `at` is the first byte after the token, or where to go on once there are more bytes, or the byte that is wrong. */
export type Scan = { kind: "end"; at: number } | { kind: "more"; at: number } | { kind: "wrong"; at: number; why: string };

const PLAIN_ESCAPES = new Set([...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0)));

/** Scans a string whose opening quote lies before `from`. Resumable: give the `at` of the last "more" as `from`. */
export function scanString(bytes: Uint8Array, from: number, length: number): Scan {
  let at = from;
  while (at < length) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return { kind: "end", at: at + 1 };
    if (byte < 0x20) return { kind: "wrong", at, why: "a control character inside a string" };
    if (byte !== BACKSLASH) {
      at += 1;
      continue;
    }
    const escape = bytes[at + 1] ?? 0;
    const size = escape === 0x75 ? 6 : 2;
    if (at + size > length) {
      // The escape may be cut in two by the end of what has arrived.
      return at + 1 >= length || escape === 0x75 ? { kind: "more", at } : { kind: "wrong", at, why: "an unknown escape" };
    }
    const isKnown = size === 2 ? PLAIN_ESCAPES.has(escape) : isHex(bytes, at + 2, at + 6);
    if (!isKnown) return { kind: "wrong", at, why: "an unknown escape" };
    at += size;
  }
  return { kind: "more", at };
}

/** Scans a number from its first byte. `isFinal`: no more bytes will come, so the end of the bytes ends it. */
export function scanNumber(bytes: Uint8Array, from: number, length: number, isFinal: boolean): Scan {
  let at = from;
  const digits = (): boolean => {
    const first = at;
    while (at < length && isDigit(bytes[at])) at += 1;
    return at > first;
  };
  const unfinished = (): Scan =>
    at >= length && !isFinal
      ? { kind: "more", at: from }
      : { kind: "wrong", at: Math.min(at, length), why: "a number that is not finished" };

  if (bytes[at] === 0x2d) at += 1;
  if (at < length && bytes[at] === 0x30) {
    at += 1;
    if (at < length && isDigit(bytes[at])) return { kind: "wrong", at, why: "a number that begins with 0" };
  } else if (!digits()) return unfinished();
  if (at < length && bytes[at] === 0x2e) {
    at += 1;
    if (!digits()) return unfinished();
  }
  if (at < length && (bytes[at] === 0x65 || bytes[at] === 0x45)) {
    at += 1;
    if (at < length && (bytes[at] === 0x2b || bytes[at] === 0x2d)) at += 1;
    if (!digits()) return unfinished();
  }
  return at >= length && !isFinal ? { kind: "more", at: from } : { kind: "end", at };
}

const LITERALS = ["true", "false", "null"].map((word) => new TextEncoder().encode(word));

export function scanLiteral(bytes: Uint8Array, from: number, length: number): Scan {
  const word = LITERALS.find((candidate) => candidate[0] === bytes[from]);
  if (word === undefined) return { kind: "wrong", at: from, why: "something that is not a JSON value" };
  for (let offset = 0; offset < word.length; offset += 1) {
    if (from + offset >= length) return { kind: "more", at: from };
    if (bytes[from + offset] !== word[offset]) return { kind: "wrong", at: from + offset, why: "something that is not a JSON value" };
  }
  return { kind: "end", at: from + word.length };
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHex(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    const isHexDigit = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
    if (!isHexDigit) return false;
  }
  return true;
}
