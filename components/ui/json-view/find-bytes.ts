/** Finds at most this many: nobody steps through more, and the list stays small. */
export const MOST_MATCHES = 100_000;

/**
 * The places of a text in bytes, in order; ASCII letters match in either case. A colon after a key
 * matches with and without the space that the pretty print puts there.
 */
export function findText(bytes: Uint8Array, length: number, text: string): number[] {
  if (text === "") return [];
  const variants = [...new Set([text, text.replace(/":\s+/g, '":'), text.replace(/":\s*/g, '": ')])];
  const found = new Set<number>();
  for (const variant of variants) findOne(bytes, length, variant, found);
  return [...found].sort((one, other) => one - other);
}

function findOne(bytes: Uint8Array, length: number, text: string, found: Set<number>): void {
  const wanted = new TextEncoder().encode(text).map(lower);
  const first = wanted[0] ?? 0;
  const firstUpper = first >= 0x61 && first <= 0x7a ? first - 0x20 : first;
  const last = length - wanted.length;
  for (let at = 0; at <= last && found.size < MOST_MATCHES; at += 1) {
    const byte = bytes[at];
    if (byte !== first && byte !== firstUpper) continue;
    let offset = 1;
    while (offset < wanted.length && lower(bytes[at + offset] ?? 0) === wanted[offset]) offset += 1;
    if (offset === wanted.length) found.add(at);
  }
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
