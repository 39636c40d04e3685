import fc from "fast-check";
import { expect, it } from "vitest";
import { mask, maskedText, spansAsText } from "./mask";

const SECRET = { value: 'p&ss/w+rd "ü"', what: "client secret" };

it("hides a secret and says what and how much", () => {
  expect(mask("Basic YWJj rest", [{ value: "YWJj", what: "Basic value" }])).toEqual([
    { text: "Basic " },
    { masked: "Basic value", characters: 4 },
    { text: " rest" },
  ]);
});

it.each([
  ["as itself", SECRET.value],
  ["in JSON", JSON.stringify({ echo: SECRET.value })],
  ["in a form", new URLSearchParams({ a: SECRET.value }).toString()],
  ["percent-encoded", encodeURIComponent(SECRET.value)],
  ["in base64", Buffer.from(SECRET.value).toString("base64")],
  ["in base64url", Buffer.from(SECRET.value).toString("base64url")],
])("finds a secret that comes back %s", (_how, text) => {
  expect(maskedText(`before ${text} after`, [SECRET])).toMatch(/^before .*«client secret».* after$/s);
  // The control: without knowing it, nothing is hidden.
  expect(maskedText(`before ${text} after`, [])).toBe(`before ${text} after`);
});

it("hides the token of a reply that it was never told", () => {
  expect(maskedText('{"access_token" : "abc\\"def","token_type":"mac","refresh_token":"r"}', [])).toBe(
    '{"access_token" : "«access token»","token_type":"mac","refresh_token":"«refresh token»"}',
  );
  expect(maskedText("access_token=abc&x=1", [])).toBe("access_token=«access token»&x=1");
  expect(maskedText("bearer eyJhbGciOiJIUzI1NiJ9.e30.sig!", [])).toBe("bearer «token»!");
});

it("hides a token whose reply was cut in the middle of it", () => {
  expect(maskedText('{"access_token":"abcdef', [])).toBe('{"access_token":"«access token»');
});

it("never loses or shows a character too many", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 6 }), fc.string(), (before, secret, after) => {
      const spans = mask(`${before}${secret}${after}`, [{ value: secret, what: "x" }]);
      const length = spans.reduce((sum, span) => sum + ("text" in span ? span.text.length : span.characters), 0);
      expect(length).toBe(before.length + secret.length + after.length);
      expect(spans.some((span) => "text" in span && span.text.includes(secret))).toBe(false);
      expect(spansAsText(spans)).toContain("«x»");
    }),
  );
});
