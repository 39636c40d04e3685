import { describe, expect, it } from "vitest";
import { meaningOf, type KeyPress } from "./shortcuts";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, hasCommand: false, isTyping: false, atMs: 1_000, ...more });

describe("meaningOf", () => {
  it("goes to a page after g and its key", () => {
    expect(meaningOf(press("p", { atMs: 1_400 }), press("g"))).toEqual({ kind: "go", segment: "playground" });
  });

  it("forgets g after a while", () => {
    expect(meaningOf(press("p", { atMs: 2_300 }), press("g"))).toBeUndefined();
  });

  it("opens the palette even while somebody is typing", () => {
    expect(meaningOf(press("K", { hasCommand: true, isTyping: true }), undefined)).toEqual({ kind: "palette" });
  });

  it.each(["/", "?", "p"])("leaves %s to the text that is being typed", (key) => {
    expect(meaningOf(press(key, { isTyping: true }), press("g"))).toBeUndefined();
  });

  it("leaves the browser's own combinations alone", () => {
    expect(meaningOf(press("p", { hasCommand: true }), press("g"))).toBeUndefined();
  });
});
