import { afterEach, expect, it } from "vitest";
import { aheadMs, msSince } from "./clock";
import { moveClock } from "./testing/moved-clock";
import { DAY_MS, HOUR_MS, SECOND_MS } from "./time";

afterEach(() => moveClock(0));

const A_MOMENT_MS = 5 * SECOND_MS;

it("knows how long ago something was through any number of steps, also when they follow each other at once", () => {
  const dated = new Date();
  expect(msSince(dated)).toBeLessThan(A_MOMENT_MS);
  for (const step of [HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS, 3 * DAY_MS, 0]) {
    moveClock(step);
    const sinceThen = new Date();
    expect([step, msSince(dated)]).toEqual([step, expect.toSatisfy((ms: number) => ms < A_MOMENT_MS)]);
    expect([step, msSince(sinceThen)]).toEqual([step, expect.toSatisfy((ms: number) => ms < A_MOMENT_MS)]);
    expect(msSince(sinceThen, new Date(sinceThen.getTime() + HOUR_MS))).toBeGreaterThan(HOUR_MS - A_MOMENT_MS);
  }
});

it("takes what was dated before this process began at its word", () => {
  expect(msSince(new Date(Date.now() - 30 * DAY_MS))).toBeGreaterThan(30 * DAY_MS - A_MOMENT_MS);
  expect(msSince(new Date(Date.now() + 30 * DAY_MS))).toBeUndefined();
});

it("sees a step in how far the clock is ahead, and none in the passing of time", () => {
  const before = aheadMs();
  moveClock(HOUR_MS);
  expect(aheadMs() - before).toBeGreaterThan(HOUR_MS - A_MOMENT_MS);
  moveClock(0);
  expect(Math.abs(aheadMs() - before)).toBeLessThan(A_MOMENT_MS);
});
