import { expect, it } from "vitest";
import { callsPerHour, durationWords, servedSentence, skewWords } from "./words";

it.each([
  [45, "45 s"],
  [119, "119 s"],
  [300, "5 min"],
  [3_600, "1 h"],
  [3_900, "1 h 5 min"],
  [86_400, "24 h"],
  [172_800, "2 days"],
])("%d seconds are %s", (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});

it.each([
  [0, "clocks agree"],
  [-1, "clocks agree"],
  [90, "their clock is 90 s ahead"],
  [-600, "their clock is 10 min behind"],
])("a skew of %d s reads: %s", (seconds, words) => {
  expect(skewWords(seconds)).toBe(words);
});

it.each([
  [[], undefined],
  [[214], "One exchange has served 214 calls."],
  [[0], "One exchange, and no call has used its token yet."],
  [[1, 0], "2 exchanges have served 1 call."],
])("calls %j read: %s", (calls, sentence) => {
  expect(servedSentence(calls)).toBe(sentence);
});

it("counts calls for each hour that a token could serve, and nothing for one that is too young", () => {
  const token = { issuedAt: "2026-01-01T12:00:00.000Z", expiresAt: "2026-01-01T14:00:00.000Z", retiredAt: null, callsServed: 30 };
  const at = (time: string) => Date.parse(`2026-01-01T${time}.000Z`);
  expect(callsPerHour(token, at("12:30:00"))).toBe(60);
  expect(callsPerHour(token, at("20:00:00"))).toBe(15);
  expect(callsPerHour({ ...token, retiredAt: "2026-01-01T13:00:00.000Z" }, at("20:00:00"))).toBe(30);
  expect(callsPerHour(token, at("12:00:59"))).toBeUndefined();
});
