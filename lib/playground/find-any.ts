/**
 * Finds any of several byte strings in one pass (Wu and Manber 1994, blocks of two bytes): most
 * of the text is skipped, so that a large reply costs milliseconds however many strings there are.
 */

export interface Finding {
  readonly at: number;
  readonly length: number;
}

/**
 * @param needles - each of at least two bytes
 * @returns a search for the earliest needle at or after `from`, the longest one when several begin there
 */
export function findAny(needles: readonly Uint8Array[]): (bytes: Uint8Array, from: number) => Finding | undefined {
  if (needles.length === 0) return () => undefined;
  const window = Math.min(...needles.map((needle) => needle.length));
  // How far the search may jump after seeing a block; 0 where a needle's window ends with it.
  const jumps = new Uint16Array(0x10000).fill(Math.min(window - 1, 0xffff));
  const endingIn = new Map<number, Uint8Array[]>();
  for (const needle of [...needles].sort((a, b) => b.length - a.length)) {
    for (let at = 0; at + 1 < window; at += 1) {
      const block = blockAt(needle, at);
      jumps[block] = Math.min(jumps[block] ?? 0, window - 2 - at);
    }
    const last = blockAt(needle, window - 2);
    endingIn.set(last, [...(endingIn.get(last) ?? []), needle]);
  }

  return (bytes, from) => {
    let end = from + window - 2;
    while (end + 1 < bytes.length) {
      const block = blockAt(bytes, end);
      const jump = jumps[block] ?? 0;
      if (jump > 0) {
        end += jump;
        continue;
      }
      const at = end - (window - 2);
      const found = endingIn.get(block)?.find((needle) => isAt(bytes, at, needle));
      if (found !== undefined) return { at, length: found.length };
      end += 1;
    }
    return undefined;
  };
}

function blockAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function isAt(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  if (at + needle.length > bytes.length) return false;
  for (let i = 0; i < needle.length; i += 1) if (bytes[at + i] !== needle[i]) return false;
  return true;
}
