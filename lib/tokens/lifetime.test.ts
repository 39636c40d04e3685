import { expect, it } from "vitest";
import { freshness, usableSeconds } from "./lifetime";

it.each([
  [3600, 3540],
  [120, 60],
  [90, 45],
  [1, 0.5],
  [0, 0],
])("of %d s, %d s may be used", (lifetime, usable) => {
  expect(usableSeconds(lifetime)).toBe(usable);
});

it.each([
  ["young", 0, "use"],
  ["a second before the refresh-ahead minute", 3479, "use"],
  ["in the minute before the last", 3480, "renew"],
  ["a second before the last minute", 3539, "renew"],
  ["in its last minute", 3540, "replace"],
  ["long dead", 9999, "replace"],
])("a token of 3,600 s that is %s", (_age, ageSeconds, verdict) => {
  expect(freshness(ageSeconds * 1000, 3_600_000)).toBe(verdict);
});

it("never gives out a token that was over when it came", () => {
  expect(freshness(0, 0)).toBe("replace");
});
