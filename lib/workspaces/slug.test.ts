import fc from "fast-check";
import { expect, it } from "vitest";
import { isSlug, numbered, slugFrom } from "./slug";

it.each([
  ["Acme Tours", "acme-tours"],
  ["  Café Ämter & Co. ", "cafe-amter-co"],
  ["api", "api-workspace"],
  ["日本", "team-workspace"],
  ["x", "x-workspace"],
  ["a".repeat(60), "a".repeat(40)],
])("%j becomes %j", (name, slug) => {
  expect(slugFrom(name)).toBe(slug);
});

it("makes a valid slug from any name, with and without a number", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), fc.nat(9_999), (name, number) => {
      expect(isSlug(slugFrom(name))).toBe(true);
      expect(isSlug(numbered(slugFrom(name), number))).toBe(true);
    }),
  );
});

it.each(["sign-in", "api", "A", "-a", "a-", "a/b", "a".repeat(41), ""])("refuses %j", (text) => {
  expect(isSlug(text)).toBe(false);
});
