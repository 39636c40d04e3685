import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeaderField } from "@/lib/upstream/model";
import { ASSUMED_LIFETIME_SECONDS, MAX_LIFETIME_SECONDS } from "./lifetime";
import { MAX_TOKEN_CHARACTERS, readTokenResponse } from "./read-token-response";

const NOON_MS = Date.UTC(2026, 0, 1, 12);
const JSON_HEADERS: HeaderField[] = [
  ["Content-Type", "application/json"],
  ["Cache-Control", "no-store"],
];
const GOOD = { access_token: "abc.def.ghi", token_type: "Bearer", expires_in: 3600, scope: "a b" };

function read(body: unknown, { status = 200, headers = JSON_HEADERS, asked = ["a", "b"] } = {}) {
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
  return readTokenResponse({ status, headers, body: bytes }, asked, NOON_MS);
}

async function granted(body: unknown, options?: Parameters<typeof read>[1]) {
  const outcome = await read(body, options);
  if (outcome.kind !== "granted") throw new Error(`expected a token, got ${JSON.stringify(outcome)}`);
  return { ...outcome.token, raw: outcome.token.accessToken.reveal(), notes: outcome.notes };
}

async function problem(body: unknown, options?: Parameters<typeof read>[1]) {
  const outcome = await read(body, options);
  return outcome.kind === "malformed" ? outcome.problem : outcome;
}

it("reads the documented reply", async () => {
  expect(await granted(GOOD)).toMatchObject({
    raw: "abc.def.ghi",
    lifetime: { seconds: 3600, basis: "stated" },
    grantedScopes: ["a", "b"],
    grantedStated: true,
    notes: [],
  });
});

it("counts a reply without scope as granted as asked, and says so", async () => {
  const token = await granted({ ...GOOD, scope: undefined }, { asked: ["x", "y"] });
  expect(token).toMatchObject({ grantedScopes: ["x", "y"], grantedStated: false });
  expect(token.notes.join()).toContain("no scope");
});

it.each(["bearer", "BEARER", "bEaReR"])("takes the type %s for Bearer", async (type) => {
  expect((await granted({ ...GOOD, token_type: type })).raw).toBe("abc.def.ghi");
});

it.each(["mac", "DPoP", "dpop", "N_A", "Basic"])("refuses a token of type %s", async (type) => {
  expect(await problem({ ...GOOD, token_type: type })).toContain("of type");
});

it.each([
  ["a line break", "abc\r\nX-Evil: 1"],
  ["a space", "abc def"],
  ["a letter outside ASCII", "abcé"],
  ["NUL", "abc\u0000"],
  ["64 KiB", "a".repeat(65_536)],
])("refuses a token with %s", async (_what, token) => {
  expect(await problem({ ...GOOD, access_token: token })).toContain("The token has");
});

it.each([
  ["nothing", "", "empty"],
  ["an HTML page", "<!DOCTYPE html><html></html>", "HTML page"],
  ["cut JSON", '{"access_token":"a', "not JSON"],
  ["a list", "[]", "not an object"],
  ["null", "null", "not an object"],
  ["bytes that are not UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "not UTF-8"],
  ["no token", { token_type: "Bearer" }, "no access_token"],
  ["a token that is a number", { access_token: 1, token_type: "Bearer" }, "access_token in the reply is not a text"],
  ["no type", { access_token: "a" }, "no token_type"],
  ["scope as a list", { ...GOOD, scope: ["a"] }, "scope in the reply is not a text"],
  ["the token twice", '{"access_token":"a","token_type":"Bearer","access_token":"b"}', "access_token more than once"],
  ["the token twice, once escaped", '{"access_token":"a","token_type":"Bearer","access\\u005ftoken":"b"}', "access_token more than once"],
])("says what is wrong with %s", async (_what, body, words) => {
  expect(await problem(body)).toContain(words);
});

it("takes the same name in a nested object for what it is", async () => {
  expect((await granted('{"access_token":"a","token_type":"Bearer","more":{"access_token":"b","x":["token_type"]}}')).raw).toBe("a");
});

it("reads past a byte order mark and a false content type", async () => {
  const token = await granted(`\uFEFF${JSON.stringify(GOOD)}`, { headers: [["Content-Type", "text/html"]] });
  expect(token.raw).toBe("abc.def.ghi");
  expect(token.notes.join(" ")).toContain("calls itself text/html");
});

it.each([
  [3600, 3600, "stated"],
  [3599.9, 3599, "read"],
  ["3600", 3600, "read"],
  [1e308, MAX_LIFETIME_SECONDS, "capped"],
  ["99999999999999999999", MAX_LIFETIME_SECONDS, "capped"],
  [0, 0, "over"],
  [-5, 0, "over"],
  [undefined, ASSUMED_LIFETIME_SECONDS, "assumed"],
  [null, ASSUMED_LIFETIME_SECONDS, "assumed"],
  ["soon", ASSUMED_LIFETIME_SECONDS, "assumed"],
  ["0x10", ASSUMED_LIFETIME_SECONDS, "assumed"],
  [{ seconds: 1 }, ASSUMED_LIFETIME_SECONDS, "assumed"],
])("reads expires_in %j as %d s (%s)", async (expiresIn, seconds, basis) => {
  expect((await granted({ ...GOOD, expires_in: expiresIn })).lifetime).toMatchObject({ seconds, basis });
});

describe("a refusal", () => {
  it("keeps the server's words and its challenge side by side", async () => {
    const outcome = await read(
      { error: "invalid_client", error_description: "unknown client" },
      { status: 401, headers: [...JSON_HEADERS, ["WWW-Authenticate", 'Basic realm="distributor", charset="UTF-8"']] },
    );
    expect(outcome).toEqual({
      kind: "refused",
      error: "invalid_client",
      description: "unknown client",
      challenges: [{ scheme: "basic", parameters: { realm: "distributor", charset: "UTF-8" } }],
      retryAfterSeconds: null,
    });
  });

  it.each([
    [302, "", {}],
    [401, "<html>no</html>", {}],
    [500, "", {}],
    [503, { error: "temporarily_unavailable" }, { error: "temporarily_unavailable" }],
    [200, { error: "invalid_scope", error_description: "no" }, { error: "invalid_scope", description: "no" }],
  ])("with status %d is read whatever its body is", async (status, body, expected) => {
    expect(await read(body, { status, headers: [] })).toMatchObject({ kind: "refused", error: null, challenges: [], ...expected });
  });

  it.each([
    ["7", 7],
    ["Thu, 01 Jan 2026 12:01:00 GMT", 60],
    ["-1", null],
    ["later", null],
    ["999999999", 3600],
  ])("that asks to wait %s is heard", async (value, seconds) => {
    expect(await read("", { status: 429, headers: [["Retry-After", value]] })).toMatchObject({ retryAfterSeconds: seconds });
  });
});

const anyMember = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(undefined, -1, 0, 1e308, "3600", 1.5, "Bearer", "mac", "bearer", "a\r\nb: c", "tök"),
);
const anyReply = fc.oneof(
  fc
    .record({
      access_token: fc.oneof(anyMember, fc.string({ unit: "binary" })),
      token_type: anyMember,
      expires_in: anyMember,
      scope: anyMember,
      error: anyMember,
    })
    .map((members) => JSON.stringify(members)),
  fc
    .record({ access_token: fc.string({ minLength: 1 }), token_type: fc.constantFrom("Bearer", "BEARER"), expires_in: anyMember })
    .map((members) => JSON.stringify(members)),
  fc.json(),
  fc.string({ unit: "binary" }),
);

it("survives 200 generated replies without a crash, a broken header or an endless life", async () => {
  let tokens = 0;
  await fc.assert(
    fc.asyncProperty(anyReply, fc.constantFrom(200, 201, 301, 400, 401, 500, 599), fc.string(), async (text, status, challenge) => {
      const outcome = await read(text, { status, headers: [...JSON_HEADERS, ["WWW-Authenticate", challenge], ["Retry-After", challenge]] });
      if (outcome.kind !== "granted") return;
      tokens += 1;
      const { accessToken, lifetime } = outcome.token;
      expect(accessToken.reveal()).toMatch(/^[!-~]+$/);
      expect(accessToken.reveal().length).toBeLessThanOrEqual(MAX_TOKEN_CHARACTERS);
      expect(lifetime.seconds).toBeGreaterThanOrEqual(0);
      expect(lifetime.seconds).toBeLessThanOrEqual(MAX_LIFETIME_SECONDS);
      expect(new Headers({ Authorization: `Bearer ${accessToken.reveal()}` }).get("authorization")).toBe(`Bearer ${accessToken.reveal()}`);
    }),
    { numRuns: 200 },
  );
  // The control: among them were replies that did give a token.
  expect(tokens).toBeGreaterThan(5);
});
