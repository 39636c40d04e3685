import { describe, expect, it } from "vitest";
import { ROW_PX, scrollTopFor, visibleRows } from "./visible-rows";

const VIEWPORT = 400;

describe("visibleRows", () => {
  it("draws only what is in sight, and a little around it", () => {
    const { from, to, heightPx } = visibleRows(10_000, 100 * ROW_PX, VIEWPORT);
    expect(heightPx).toBe(200_000);
    expect(from).toBe(88);
    expect(to).toBe(133);
  });

  it("draws a short list whole", () => {
    expect(visibleRows(3, 0, VIEWPORT)).toEqual({ heightPx: 60, from: 0, to: 3, topPx: 0 });
  });

  it("reaches the first and the last of twelve million rows", () => {
    const count = 12_000_000;
    const { heightPx } = visibleRows(count, 0, VIEWPORT);
    expect(heightPx).toBeLessThan(16_000_000);
    expect(visibleRows(count, 0, VIEWPORT).from).toBe(0);
    expect(visibleRows(count, heightPx - VIEWPORT, VIEWPORT).to).toBe(count);
  });
});

describe("scrollTopFor", () => {
  it.each([1_000, 12_000_000])("brings any row of %d into sight", (count) => {
    for (const row of [0, 1, Math.floor(count / 2), count - 1]) {
      const { from, to } = visibleRows(count, scrollTopFor(row, count, VIEWPORT), VIEWPORT);
      expect(row).toBeGreaterThanOrEqual(from);
      expect(row).toBeLessThan(to);
    }
  });
});
