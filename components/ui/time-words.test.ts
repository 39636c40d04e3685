import { describe, expect, it } from "vitest";
import { clockWords, relativeWords, spanWords } from "./time-words";

const NOON = Date.UTC(2026, 0, 1, 12);

describe("relativeWords", () => {
  it.each([
    [-5, "just now"],
    [-45, "under a minute ago"],
    [-60, "1 minute ago"],
    [-3 * 3_600, "3 hours ago"],
    [-86_400, "yesterday"],
    [90, "in 1 minute"],
    [45, "in under a minute"],
  ])("%d seconds from now reads %s", (seconds, words) => {
    expect(relativeWords(NOON + seconds * 1_000, NOON)).toBe(words);
  });
});

describe("clockWords", () => {
  it.each([
    [3_130, "52:10"],
    [3_787, "1:03:07"],
    [9.2, "0:10"],
    [0, "0:00"],
    [-4, "0:00"],
  ])("%d seconds read %s", (seconds, words) => {
    expect(clockWords(seconds)).toBe(words);
  });
});

it.each([
  [0, "0 s"],
  [40_000, "40 s"],
  [100_000, "1 min 40 s"],
  [60_000, "1 min"],
  [7_500_000, "2 h 5 min"],
  [86_400_000 + 5_000, "1 day"],
  [3 * 86_400_000 + 4 * 3_600_000, "3 days 4 h"],
])("%d ms took %s", (milliseconds, words) => expect(spanWords(milliseconds)).toBe(words));
