import { expect, it } from "vitest";
import { addressOf } from "@/lib/playground/narrowing";
import { dateTimeLocal } from "./date-time-local";

it.each(["2026-03-01T08:00:00.000Z", "2026-07-01T23:59:07.000Z"])("a moment of %s is read back as the same instant", (instant) => {
  expect(new Date(dateTimeLocal(new Date(instant))).toISOString()).toBe(instant);
});

it("the address holds each filter that is set, escaped, and nothing else", () => {
  expect(addressOf("/w/runs", {})).toBe("/w/runs");
  expect(addressOf("/w/runs", { reference: "a&b*", result: "", madeBy: undefined }, { cursor: "c" })).toBe("/w/runs?reference=a%26b*&cursor=c");
});
