/** A number in [0, 1) that depends on the text alone: the same seed gives the same world on every replica. */
export function chance(...seed: readonly (string | number)[]): number {
  // FNV-1a, then a mixing step, because neighbouring texts would otherwise give neighbouring numbers.
  let hash = 0x811c9dc5;
  for (const character of seed.join("\u001f")) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number, ...seed: readonly (string | number)[]): number {
  return min + Math.floor(chance(...seed) * (max - min + 1));
}
