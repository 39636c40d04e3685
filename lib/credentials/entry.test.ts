import { describe, expect, it } from "vitest";
import { readClientId, readSecret } from "./entry";

describe("a client id as typed", () => {
  it("loses the blanks around it", () => {
    expect(readClientId("  partner@example.com\n", "plain")).toEqual({ ok: true, value: "partner@example.com" });
  });

  it.each([
    ["nothing", "  ", /Enter the client id/],
    ["two lines", "partner\nsecret", /line break/],
    ["a tab inside", "part\tner", /control character/],
    ["a zero-width space", "part\u200bner", /invisible/],
    ["a lone surrogate", "part\ud83dner", /half of a character/],
    ["501 characters", "x".repeat(501), /at most 500/],
  ])("is refused with a sentence that helps: %s", (_case, typed, sentence) => {
    expect(readClientId(typed, "plain")).toEqual({ ok: false, error: expect.stringMatching(sentence) });
  });

  it("may hold a colon only where it is encoded", () => {
    expect(readClientId("acme:nl", "plain")).toEqual({ ok: false, error: expect.stringMatching(/colon.*form-urlencoded/) });
    expect(readClientId("acme:nl", "rfc6749").ok).toBe(true);
  });
});

describe("a secret as typed", () => {
  it.each([
    ["a space before", " s3cret"],
    ["a line break after", "s3cret\n"],
    ["a byte order mark", "\ufeffs3cret"],
    ["a no-break space after", "s3cret\u00a0"],
  ])("is asked about when it has %s", (_case, typed) => {
    expect(readSecret(typed, undefined)).toEqual({ ok: false, error: expect.stringMatching(/remove it or to keep it/) });
    expect(readSecret(typed, "remove")).toEqual({ ok: true, value: "s3cret" });
  });

  it("keeps its blanks when told to", () => {
    expect(readSecret(" s3cret ", "keep")).toEqual({ ok: true, value: " s3cret " });
  });

  it("cannot keep what Basic authentication does not carry", () => {
    expect(readSecret("s3cret\n", "keep")).toEqual({ ok: false, error: expect.stringMatching(/line break/) });
  });

  it("never appears in the sentence that refuses it", () => {
    for (const typed of ["canary ", "cana\nry", "canary\u0007", "canary\u200b", "canary\ud83d", "canary".repeat(400)]) {
      const refused = readSecret(typed, undefined);
      expect(refused.ok ? "accepted" : refused.error).not.toMatch(/canary|accepted/);
    }
  });

  it("may be any other text, spaces inside and colons included", () => {
    for (const typed of ["a b", "a:b", "pâté-🔑", "p%41ss+word=="])
      expect(readSecret(typed, undefined)).toEqual({ ok: true, value: typed });
  });
});
