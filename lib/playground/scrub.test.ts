import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findAny } from "./find-any";
import { formsOf, scrubber, scrubText, secretForms } from "./scrub";

const JWT = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"sub":"someone@example.com"}').toString("base64url")}.${"s3cR+t/".repeat(6)}=`;
const ODD = `pä"ss/w<o>r&d='1'+2 \u{1f600}?`;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

/** Through the scrubber, cut into pieces of these sizes, again and again. */
function scrubbed(body: Uint8Array, secrets: readonly string[], sizes: readonly number[]): { out: string; redactions: number } {
  const scrub = scrubber(formsOf(secrets));
  const out: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < body.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    out.push(Uint8Array.from(scrub.push(body.subarray(at, at + size))));
    at += size;
  }
  out.push(scrub.end());
  return { out: text(Buffer.concat(out)), redactions: scrub.redactions };
}

const ENCODINGS: readonly (readonly [string, (secret: string) => string])[] = [
  ["raw", (s) => s],
  ["base64", (s) => Buffer.from(s).toString("base64")],
  ["base64 after one byte", (s) => Buffer.from(`:${s}:`).toString("base64")],
  ["base64 after two bytes", (s) => Buffer.from(`::${s}`).toString("base64")],
  ["base64url of a header", (s) => Buffer.from(`Authorization: Bearer ${s}\r\n`).toString("base64url")],
  ["percent", (s) => encodeURIComponent(s)],
  ["percent in lower case", (s) => encodeURIComponent(s).replace(/%../g, (code) => code.toLowerCase())],
  ["a form", (s) => new URLSearchParams({ s }).toString()],
  ["JSON", (s) => JSON.stringify({ s })],
  ["JSON with escaped slashes", (s) => JSON.stringify({ s }).replaceAll("/", "\\/")],
  ["hex", (s) => Buffer.from(s).toString("hex")],
  ["HTML", (s) => s.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")],
  ["reversed", (s) => [...s].reverse().join("")],
];

describe("a secret that the other side repeats", () => {
  it.each(ENCODINGS.flatMap(([name, encode]) => [JWT, ODD].map((secret) => [name, encode(secret), secret] as const)))(
    "is found as %s at every chunk border",
    (_name, encoded, secret) => {
      const body = Buffer.from(`{"before":"é", "x":"${encoded}", "after":[1,2]}`);
      const whole = scrubbed(body, [secret], [body.length]);
      expect(whole.redactions).toBe(1);
      expect(whole.out).toContain("«redacted»");
      for (const form of [secret, encoded]) if (form.length > 20) expect(whole.out).not.toContain(form);
      for (let border = 1; border < body.length; border += 1) {
        expect(scrubbed(body, [secret], [border, body.length])).toEqual(whole);
      }
      expect(scrubbed(body, [secret], [1])).toEqual(whole);
    },
  );

  it("is found twice in a row, and by its signature alone", () => {
    expect(scrubbed(Buffer.from(JWT + JWT), [JWT], [7])).toEqual({ out: "«redacted»«redacted»", redactions: 2 });
    expect(scrubbed(Buffer.from(`sig=${JWT.split(".")[2]}`), [JWT], [5]).out).toBe("sig=«redacted»");
  });

  it("is found in a header", () =>
    expect(scrubText(`Bearer error="x", token="${JWT}"`, formsOf([JWT]))).toEqual({ text: 'Bearer error="x", token="«redacted»"', redactions: 1 }));
});

describe("everything else", () => {
  it("passes byte for byte, however it is cut", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 9 }),
        (noise, sizes) => {
          // Beginnings of the secret are the hard case: they must be held back and then let go.
          const body = Buffer.concat([noise, Buffer.from(JWT.slice(0, noise.length)), noise, Buffer.from(JWT.slice(0, -1))]);
          const scrub = scrubber(formsOf([JWT.slice(0, 60)]));
          const decoy = scrubber(formsOf(["another-secret-altogether"]));
          const out = [];
          for (let at = 0, turn = 0; at < body.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            out.push(Uint8Array.from(decoy.push(body.subarray(at, at + size))));
            scrub.push(body.subarray(at, at + size));
            at += size;
          }
          out.push(decoy.end());
          expect(Buffer.compare(Buffer.concat(out), body)).toBe(0);
          expect(decoy.redactions).toBe(0);
        },
      ),
    );
  });

  it("is not held back for longer than a secret lasts", () => {
    const scrub = scrubber(formsOf([JWT]));
    expect(text(scrub.push(Buffer.from('{"items":[]}')))).toBe('{"items":[]}');
    expect(text(scrub.push(Buffer.from(`x${JWT.slice(0, 30)}`)))).toBe("x");
    expect(text(scrub.push(Buffer.from("!")))).toBe(`${JWT.slice(0, 30)}!`);
  });

  it("is left alone when the secret is too short to be one", () => {
    expect(secretForms("1234567")).toEqual([]);
    expect(scrubbed(Buffer.from("1234567"), ["1234567"], [3])).toEqual({ out: "1234567", redactions: 0 });
  });
});

it("finds what a search for one string after the other finds", () => {
  const byte = fc.integer({ min: 97, max: 99 });
  const bytes = (min: number, max: number) => fc.array(byte, { minLength: min, maxLength: max }).map((list) => Uint8Array.from(list));
  fc.assert(
    fc.property(fc.array(bytes(2, 6), { minLength: 1, maxLength: 5 }), bytes(0, 60), fc.nat(10), (needles, hay, from) => {
      const naive = needles
        .map((needle) => ({ at: Buffer.from(hay).indexOf(Buffer.from(needle), from), length: needle.length }))
        .filter((finding) => finding.at !== -1 && from <= hay.length)
        .sort((a, b) => a.at - b.at || b.length - a.length)[0];
      expect(findAny(needles)(hay, from)).toEqual(naive);
    }),
    { numRuns: 2_000 },
  );
});

it("lets 20 MB pass in well under a second", () => {
  const chunk = Buffer.from(
    JSON.stringify(
      Array.from({ length: 700 }, (_, at) => ({
        product_id: String(at),
        product_title: `Museum ${at}`,
        price: "12.50",
        reference: Buffer.from(`${at * 7919}`).toString("base64"),
      })),
    ),
  ).subarray(0, 65_536);
  const scrub = scrubber(formsOf([JWT, "a-client-secret-of-some-length"]));
  const startedMs = performance.now();
  for (let sent = 0; sent < 20_000_000; sent += chunk.length) scrub.push(chunk);
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});
