import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { basicValue, encodingsDiffer } from "./basic";

describe("the Basic value", () => {
  it("form-urlencodes id and secret in mode rfc6749, as OAuth libraries do", () => {
    expect(basicValue("1PpG/Q 1", "z/tZ9VwFZqApmIQ+ZH1I5pLk/uB4ud:X2/8bL+wfFTt1rFw=", "rfc6749")).toEqual({
      ok: true,
      value: "MVBwRyUyRlErMTp6JTJGdFo5VndGWnFBcG1JUSUyQlpIMUk1cExrJTJGdUI0dWQlM0FYMiUyRjhiTCUyQndmRlR0MXJGdyUzRA==",
    });
  });

  it("is the RFC 7617 example in mode plain", () => {
    expect(basicValue("Aladdin", "open sesame", "plain")).toEqual({ ok: true, value: "QWxhZGRpbjpvcGVuIHNlc2FtZQ==" });
  });

  it("is base64 of the UTF-8 bytes of id:secret in mode plain", () => {
    fc.assert(
      fc.property(
        unicode().filter((id) => !id.includes(":")),
        unicode(),
        (id, secret) => {
          expect(basicValue(id, secret, "plain")).toEqual({ ok: true, value: Buffer.from(`${id}:${secret}`, "utf8").toString("base64") });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("decodes back to the same pair in mode rfc6749, whatever the characters", () => {
    let pairs = 0;
    fc.assert(
      fc.property(unicode(), unicode(), (id, secret) => {
        const result = basicValue(id, secret, "rfc6749");
        if (!result.ok) throw new Error(result.error);
        expect(formDecodePair(result.value)).toEqual([id, secret]);
        pairs += 1;
      }),
      { numRuns: 10_000 },
    );
    expect(pairs).toBe(10_000);
  });

  it("is the same in both modes for letters, digits and * . _ -", () => {
    const safe = fc.stringMatching(/^[A-Za-z0-9*._-]*$/);
    fc.assert(
      fc.property(safe, safe, (id, secret) => {
        expect(basicValue(id, secret, "plain")).toEqual(basicValue(id, secret, "rfc6749"));
        expect(encodingsDiffer(id, secret)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it("refuses an id with a colon in mode plain, where it would be split in the wrong place", () => {
    expect(basicValue("acme:nl", "s", "plain")).toEqual({ ok: false, error: "id-has-colon" });
    expect(basicValue("acme:nl", "s", "rfc6749").ok).toBe(true);
    expect(basicValue("acme", "with:colon", "plain").ok).toBe(true);
  });

  it("refuses half a surrogate pair, which has no UTF-8 form", () => {
    expect(basicValue("acme", "\ud83d", "plain")).toEqual({ ok: false, error: "not-unicode" });
    expect(basicValue("acme", "\ud83d\ude00", "plain").ok).toBe(true);
  });
});

it("says that the encodings differ exactly when the two values differ", () => {
  let differing = 0;
  fc.assert(
    fc.property(
      unicode().filter((id) => !id.includes(":")),
      unicode(),
      (id, secret) => {
        const plain = basicValue(id, secret, "plain");
        const encoded = basicValue(id, secret, "rfc6749");
        if (!plain.ok || !encoded.ok) throw new Error("both encodings accept this pair");
        expect(encodingsDiffer(id, secret)).toBe(plain.value !== encoded.value);
        if (plain.value !== encoded.value) differing += 1;
      },
    ),
    { numRuns: 2_000 },
  );
  expect(differing).toBeGreaterThan(0);
});

/** Any text without lone surrogates. */
function unicode(): fc.Arbitrary<string> {
  return fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.string());
}

/** What a server does that follows RFC 6749 §2.3.1. */
function formDecodePair(value: string): [string, string] {
  const text = Buffer.from(value, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const decode = (part: string) => decodeURIComponent(part.replaceAll("+", " "));
  return [decode(text.slice(0, colon)), decode(text.slice(colon + 1))];
}
