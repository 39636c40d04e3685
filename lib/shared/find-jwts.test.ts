import { describe, expect, it } from "vitest";
import { findJwts, maskJwts } from "./find-jwts";

const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

describe("JSON Web Tokens in a text", () => {
  it.each([
    ["alone", JWT, "«»"],
    ["in a sentence, with what follows", `got ${JWT}, thanks`, "got «», thanks"],
    ["behind a hyphen", `token-${JWT}`, "token-«»"],
    ["twice", `${JWT} ${JWT}`, "«» «»"],
    ["with an empty signature", "eyJhbGciOiJub25lIn0.e30.", "«»"],
    ["encrypted, of five parts", "eyJhbGciOiJSU0EifQ.a.b.c.d!", "«»!"],
    ["behind another name with dots", `api.example.com.${JWT}`, "api.example.com.«»"],
  ])("are found %s", (_where, text, expected) => {
    expect(maskJwts(text, "«»")).toBe(expected);
  });

  it.each(["eyJ", "eyJ.a.b", "notAtokeneyJhbGciOiJIUzI1NiJ9.a.b", "eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJIUzI1NiJ9 .a.b", ""])("are not seen in %j", (text) => {
    expect(maskJwts(text, "«»")).toBe(text);
  });

  it("are found cut off where that is asked for", () => {
    expect(maskJwts("eyJhbGciOiJIUzI1NiJ9.eyJzd", "«»", 1)).toBe("«»");
    expect(maskJwts("eyJhbGciOiJIUzI1NiJ9.eyJzd", "«»", 2)).toBe("eyJhbGciOiJIUzI1NiJ9.eyJzd");
  });

  it("cost no more for a text made to be read again and again", () => {
    // Longer than a test may take, with an expression that starts anew at each of them.
    const beginnings = 20_000;
    expect(findJwts("eyJaaaaa-".repeat(beginnings), 2)).toEqual([]);
    expect(findJwts("eyJaaaaa.".repeat(beginnings), 2)).toHaveLength(beginnings / 5);
  });
});
