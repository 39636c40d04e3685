import { expect, it } from "vitest";
import { rateWords, spanWords } from "./words";

it.each([
  [0, "0 s"], [59, "59 s"], [60, "1 min"], [3_599, "60 min"], [3_600, "1 h"], [172_799, "48 h"], [172_800, "2 days"],
])("says %i seconds as %s", (seconds, words) => {
  expect(spanWords(seconds)).toBe(words);
});

it.each([
  [0, 10, "0 %"], [1, 3, "33.3 %"], [1, 100_000, "under 0.1 %"], [5, 5, "100 %"],
])("says %i errors of %i calls as %s", (errors, calls, words) => {
  expect(rateWords(errors, calls)).toBe(words);
});
