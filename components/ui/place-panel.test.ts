import { describe, expect, it } from "vitest";
import { placePanel } from "./place-panel";

const WINDOW = { width: 400, height: 300 };
const PANEL = { width: 200, height: 100 };
const anchorAt = (left: number, top: number) => ({ left, top, right: left + 50, bottom: top + 20 });

describe("placePanel", () => {
  it("opens below the anchor, aligned with its start", () => {
    expect(placePanel(anchorAt(20, 40), PANEL, WINDOW, "start")).toMatchObject({ top: 64, left: 20 });
  });

  it("aligns with the end of the anchor where asked", () => {
    expect(placePanel(anchorAt(300, 40), PANEL, WINDOW, "end")).toMatchObject({ left: 150 });
  });

  it("opens above where there is no room below", () => {
    expect(placePanel(anchorAt(20, 250), PANEL, WINDOW, "start")).toMatchObject({ top: 146 });
  });

  it("stays inside the window on both sides", () => {
    expect(placePanel(anchorAt(380, 40), PANEL, WINDOW, "start").left).toBe(192);
    expect(placePanel(anchorAt(0, 40), PANEL, WINDOW, "end").left).toBe(8);
  });

  it("limits a panel that is taller than the window", () => {
    expect(placePanel(anchorAt(20, 40), { width: 200, height: 900 }, WINDOW, "start")).toEqual({ top: 64, left: 20, maxHeight: 228 });
  });
});
