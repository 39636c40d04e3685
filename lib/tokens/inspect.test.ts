import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import fc from "fast-check";
import { expect, it } from "vitest";
import { checkSignature } from "./check-signature";
import { inspectToken } from "./inspect";

const NOON_MS = Date.UTC(2026, 0, 1, 12);
const NOON = NOON_MS / 1000;
const part = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const jwt = (payload: unknown, header: unknown = { alg: "HS256", typ: "JWT" }) => `${part(header)}.${part(payload)}.c2ln`;

it("reads header and claims with their meaning and their time", () => {
  const token = inspectToken(jwt({ iss: "prio", exp: NOON + 3600, naïve: "smörgås", tags: ["a"] }), NOON_MS);
  expect(token.kind).toBe("jwt");
  expect(token.header[0]).toEqual({ name: "alg", value: "HS256", meaning: "How it is signed", time: null });
  expect(token.claims).toEqual([
    { name: "iss", value: "prio", meaning: "Who issued it", time: null },
    { name: "exp", value: String(NOON + 3600), meaning: "When it ends", time: "2026-01-01T13:00:00.000Z" },
    { name: "naïve", value: "smörgås", meaning: null, time: null },
    { name: "tags", value: '["a"]', meaning: null, time: null },
  ]);
});

it("says of the documented sample, HS256 with an empty payload, what there is to say", () => {
  const token = inspectToken(jwt({}), NOON_MS);
  expect(token.claims).toEqual([]);
  expect(token.notes.join()).toContain("empty ({})");
  expect(token.signature).toMatchObject({ state: "cannot be checked here", algorithm: "HS256" });
});

it.each([
  ["an opaque token", "gho_16C7e42F292c6912E7710c838347Ae178B4a"],
  ["three words with dots", "one.two.three"],
  ["a header that is a list", `${part([])}.${part({})}.x`],
  ["nothing", ""],
  ["a text that is far too long", "a.".repeat(40_000)],
])("takes %s for opaque", (_what, raw) => {
  expect(inspectToken(raw, NOON_MS)).toMatchObject({ kind: "opaque", claims: [], signature: { state: "cannot be checked here" } });
});

it("shows what an encrypted token shows", () => {
  expect(inspectToken(`${part({ alg: "RSA-OAEP", enc: "A256GCM" })}.a.b.c.d`, NOON_MS)).toMatchObject({ kind: "encrypted", claims: [] });
});

it.each([
  ["has ended", { exp: NOON - 1 }, "it has ended"],
  ["is not valid yet", { exp: NOON + 1, nbf: NOON + 120 }, "not valid yet"],
  ["comes from the future", { exp: NOON + 1, iat: NOON + 120 }, "issued in the future"],
  ["has no end", { sub: "x" }, "no end (exp)"],
  ["has an end beyond all calendars", { exp: 1e300 }, "no end (exp)"],
])("notes that it %s", (_what, payload, words) => {
  expect(inspectToken(jwt(payload), NOON_MS).notes.join()).toContain(words);
});

it("notes digits that cannot be shown exactly", () => {
  const raw = `${part({ alg: "HS256" })}.${part('{"sub_id":1234567890123456789,"exp":1}')}.x`;
  expect(inspectToken(raw, NOON_MS).notes.join()).toContain("sub_id");
});

it.each(["Bearer ", "Authorization: Bearer ", ' "', "\n\t"])("reads past %j in front", (prefix) => {
  expect(inspectToken(`${prefix}${jwt({ iss: "prio" })}`, NOON_MS).claims[0]?.value).toBe("prio");
});

it("tells an unsigned token as what it is", () => {
  expect(inspectToken(`${part({ alg: "none" })}.${part({})}.`, NOON_MS).signature.why).toContain("not signed at all");
});

it("never throws, whatever is pasted", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(fc.base64String()).map((parts) => parts.join(".")),
        fc.json().map((json) => `${part(json)}.${part(json)}.x`),
      ),
      (raw) => {
        expect(["jwt", "encrypted", "opaque"]).toContain(inspectToken(raw, NOON_MS).kind);
      },
    ),
    { numRuns: 500 },
  );
});

it("verifies with a pasted key, refuses another one, and leaves HS256 alone", async () => {
  const [own, other] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const raw = await new SignJWT({ iss: "prio" }).setProtectedHeader({ alg: "RS256", kid: "1" }).sign(own.privateKey);
  const pem = await exportSPKI(own.publicKey);
  const set = JSON.stringify({ keys: [{ ...(await exportJWK(own.publicKey)), kid: "1" }] });

  expect((await checkSignature(raw, pem)).state).toBe("verified");
  expect((await checkSignature(`Bearer ${raw}`, set)).state).toBe("verified");
  expect((await checkSignature(raw, JSON.stringify(await exportJWK(own.publicKey)))).state).toBe("verified");
  expect((await checkSignature(raw, await exportSPKI(other.publicKey))).state).toBe("wrong");
  expect((await checkSignature(raw, JSON.stringify({ keys: [{ ...(await exportJWK(own.publicKey)), kid: "2" }] }))).why).toContain(
    "None of the pasted keys",
  );
  expect((await checkSignature(raw, "hello")).why).toContain("not a key");
  expect((await checkSignature(raw, "-----BEGIN PRIVATE KEY-----")).why).toContain("private key");
  expect((await checkSignature(jwt({}), pem)).state).toBe("cannot be checked here");
});
