import fc from "fast-check";
import { expect, it } from "vitest";
import { normaliseEmail } from "./email";

it.each([
  ["Ada@Example.COM", "ada@example.com"],
  [" ada@example.com\n", "ada@example.com"],
  ["first.last+tag@sub.example.co", "first.last+tag@sub.example.co"],
  ["owner@localhost", "owner@localhost"],
])("reads %j as %s", (text, email) => {
  expect(normaliseEmail(text)).toBe(email);
});

it.each([
  "ada\uFF20example.com", "a@x.com,b@y.com", "a@x.com b@y.com", "\"e@attacker.com\"@victim.com", "ada@", "@example.com", "ada",
  "ada@exam\u0131ple.com", "\u212Aelvin@example.com", "ada@example.com\0", "ada@example..com", "a@b@c.com", "ada@-example.com",
  "<ada@example.com>", "Ada <ada@example.com>", "ada@example.com%0abcc:b@y.com", `${"a".repeat(65)}@example.com`, `a@${"b".repeat(300)}.com`, "",
])("refuses %j", (text) => {
  expect(normaliseEmail(text)).toBeUndefined();
});

it("never makes an address out of text that has other characters, and never changes its own result", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
      const email = normaliseEmail(`${text}@example.com`);
      if (email === undefined) return;
      expect(email).toBe(`${text}@example.com`.trim().toLowerCase());
      expect(normaliseEmail(email)).toBe(email);
    }),
  );
});
