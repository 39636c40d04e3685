import { z } from "zod";

/** False for text that UTF-8 or a database cannot hold: a NUL, or half of a surrogate pair. */
export function isHoldable(text: string): boolean {
  // With the u flag a whole pair is one code point, so only lone halves match.
  return !text.includes("\0") && !/\p{Surrogate}/u.test(text);
}

/** Text that something is looked for by. @param most - characters at the most */
export const wanted = (most: number) => z.string().max(most).refine(isHoldable, "This has characters that no text may have.");
