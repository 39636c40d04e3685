import { expect, it } from "vitest";
import { mannWhitneyP, median } from "./statistics";

it("takes the middle of an odd and of an even number of values", () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
});

it("gives the p of a U of 190 out of 400, which is a z of 9.5 in 36.97", () => {
  const one = Array.from({ length: 20 }, (_, n) => n);
  expect(mannWhitneyP(one, one.map((value) => value + 0.5))).toBeCloseTo(0.7972, 3);
  expect(mannWhitneyP(one, one)).toBeCloseTo(1, 6);
});

it("tells samples apart that are a fifth of their spread apart, given five hundred of each", () => {
  const one = Array.from({ length: 500 }, (_, n) => n / 500);
  expect(mannWhitneyP(one, one.map((value) => value + 0.2))).toBeLessThan(1e-6);
});
