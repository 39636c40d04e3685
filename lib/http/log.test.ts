import { inspect } from "node:util";
import { expect, it } from "vitest";
import { Secret } from "@/lib/shared/secret";
import { NAUGHTY } from "@/lib/server/testing/hostile-input";
import { makeLog } from "./log";

/** Known to the process: must vanish in every encoding, wherever it stands. */
const KNOWN = new Secret('kn0wn/C4nary+"value"=='.concat("ü"));
/** Known to nobody: must vanish under a telling name and in a telling form. */
const UNKNOWN = "unkn0wnC4naryValue";
const known = KNOWN.reveal();
const basic = (id: string, secret: string) => Buffer.from(`${id}:${secret}`).toString("base64");
const jwt = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(`{"sub":"${UNKNOWN}"}`).toString("base64url")}.c2lnbmF0dXJl`;

/** A thing with the canary inside, as it might be logged. */
type Shape = (value: string) => unknown;

const NAMED: readonly Shape[] = [
  (v) => ({ password: v }),
  (v) => ({ Client_Secret: v }),
  (v) => ({ "CLIENT-SECRET": v }),
  (v) => ({ accessToken: v }),
  (v) => ({ refresh_token: v }),
  (v) => ({ headers: { Authorization: v } }),
  (v) => ({ headers: { "proxy-authorization": v } }),
  (v) => ({ req: { headers: { cookie: `a=${v}` } } }),
  (v) => ({ res: { headers: { "Set-Cookie": [`a=${v}`] } } }),
  (v) => ({ rawHeaders: ["Accept", "*/*", "Authorization", v] }),
  (v) => ({ headers: [["Authorization", v]] }),
  (v) => ({ headers: [{ name: "Authorization", value: v }] }),
  (v) => ({ headers: new Headers({ Authorization: encodeURIComponent(v) }) }),
  (v) => new Map([["apiKey", v]]),
  (v) => ({ form: new URLSearchParams({ client_secret: v }) }),
  (v) => ({ deep: { er: [{ and: { deeper: { token: v } } }] } }),
  (v) => ({ token: { raw: v } }),
  (v) => ({ secret: [v, v] }),
  (v) => ({ secret: Buffer.from(v) }),
  (v) => ({ url: `https://h.example/?access_token=${encodeURIComponent(v)}&x=1` }),
  (v) => ({ url: new URL(`https://user:${encodeURIComponent(v)}@h.example/`) }),
  (v) => `postgres://user:${encodeURIComponent(v)}@db.example/console`,
  (v) => `Authorization: Bearer ${encodeURIComponent(v)}`,
  (v) => `authorization: basic ${basic("id", v)}`,
  (v) => `{"client_secret":${JSON.stringify(v)}}`,
  (v) => JSON.stringify({ inner: JSON.stringify({ password: v }) }),
  (v) => `client_secret=${encodeURIComponent(v)}&grant_type=client_credentials`,
  (v) => `login failed, password: ${encodeURIComponent(v)}, giving up`,
  (v) => new Error(`bad password=${encodeURIComponent(v)}`),
  (v) => new Error("outer", { cause: new Error(`token=${encodeURIComponent(v)}`) }),
  (v) => new AggregateError([new Error(`secret=${encodeURIComponent(v)}`)], "several"),
  (v) => Object.assign(new Error("with extras"), { config: { auth: { password: v } } }),
  (v) => ({ err: Object.assign(new Error("x"), { response: { request: { headers: { authorization: v } } } }) }),
  (v) => ({ DATABASE_URL: v }),
  (v) => ({ sealKeys: [{ id: "k1", key: v }] }),
];

const ANYWHERE: readonly Shape[] = [
  (v) => v,
  (v) => `the value is ${v} indeed`,
  (v) => ({ note: v }),
  (v) => ({ [v]: true }),
  (v) => [1, [v]],
  (v) => new Set([v]),
  (v) => new Map([["x", { y: v }]]),
  (v) => new Error(v),
  (v) => new Error("outer", { cause: v }),
  (v) => new TypeError(`cannot read ${v}`, { cause: new Error(v) }),
  (v) => Object.assign(Object.create({ inherited: 1 }) as object, { own: v }),
  (v) => ({ body: JSON.stringify({ a: v }) }),
  (v) => ({ body: JSON.stringify(JSON.stringify({ a: v })) }),
  (v) => ({ query: `?q=${encodeURIComponent(v)}` }),
  (v) => ({ hex: Buffer.from(v).toString("hex") }),
  (v) => ({ hex: `ab${Buffer.from(v).toString("hex").toUpperCase()}` }),
  (v) => ({ base64: Buffer.from(v).toString("base64") }),
  (v) => ({ base64: Buffer.from(`x${v}`).toString("base64") }),
  (v) => ({ base64: Buffer.from(`xy${v}z`).toString("base64") }),
  (v) => ({ base64url: Buffer.from(v).toString("base64url") }),
  (v) => ({ basic: basic("client@example.com", v) }),
  (v) => `prefix${Buffer.from(v).toString("base64")}`,
  (v) => ({ bytes: Buffer.from(v), view: new Uint8Array(Buffer.from(v)) }),
  (v) => ({ secret: new Secret(v), text: `${new Secret(v)}`, seen: inspect(new Secret(v)) }),
  (v) => ({
    get trap() {
      throw new Error(v);
    },
  }),
  (v) => Object.assign(() => v, { toString: () => v }),
  (v) => ({ toJSON: () => ({ v }) }),
  (v) => ({ when: new Date(NaN), symbol: Symbol(v), big: 10n, note: v }),
];

/** Each shape in four ways of logging it. */
const WAYS: readonly ((log: ReturnType<typeof makeLog>, thing: unknown) => void)[] = [
  (log, thing) => log.error({ thing }, "as a field"),
  (log, thing) => log.info(thing as object),
  (log, thing) => log.warn("in the message: %s %o", thing as object, thing as object),
  (log, thing) => log.child({ thing }).info("as a binding"),
];

function written(write: (log: ReturnType<typeof makeLog>) => void): string[] {
  const lines: string[] = [];
  write(makeLog({ write: (line: string) => void lines.push(line) }));
  return lines;
}

function hits(lines: readonly string[], canary: string): number {
  const encodings = [
    canary,
    JSON.stringify(canary).slice(1, -1),
    encodeURIComponent(canary),
    Buffer.from(canary).toString("hex"),
    ...[0, 1, 2].map((pad) =>
      Buffer.from(" ".repeat(pad) + canary)
        .toString("base64")
        .slice(pad === 0 ? 0 : 4, -8),
    ),
  ];
  return lines.filter((line) => encodings.some((form) => line.toLowerCase().includes(form.toLowerCase()))).length;
}

const cases = [
  ...NAMED.flatMap((shape) => [
    { shape, canary: UNKNOWN },
    { shape, canary: known },
  ]),
  ...ANYWHERE.map((shape) => ({ shape, canary: known })),
  { shape: () => ({ reply: jwt }), canary: jwt },
  { shape: () => `got ${jwt} back`, canary: jwt },
];

it("lets no canary through in over 200 shapes, and every line is one JSON object", () => {
  let shapes = 0;
  const leaks: string[] = [];
  for (const way of WAYS) {
    for (const { shape, canary } of cases) {
      shapes += 1;
      const lines = written((log) => way(log, shape(canary)));
      expect(lines).toHaveLength(1);
      expect(lines[0]?.trimEnd()).not.toContain("\n");
      expect(() => JSON.parse(lines[0] ?? "") as unknown).not.toThrow();
      if (hits(lines, canary) > 0) leaks.push(`${shape.toString()} → ${lines[0]}`);
    }
  }
  expect(leaks).toEqual([]);
  expect(shapes).toBeGreaterThan(200);
});

it("finds a canary that is neither known nor named, so that the search above means something", () => {
  expect(
    hits(
      written((log) => log.info({ note: UNKNOWN })),
      UNKNOWN,
    ),
  ).toBe(1);
  expect(
    hits(
      written((log) => log.info(`x ${Buffer.from(UNKNOWN).toString("base64")}`)),
      UNKNOWN,
    ),
  ).toBe(1);
});

it("keeps what is needed to understand a failure", () => {
  const [line = ""] = written((log) =>
    log.error(
      { err: new TypeError("no such run", { cause: new Error("gone") }), requestId: "r1", hasSecret: true, tokenCount: 3 },
      "Failed",
    ),
  );
  expect(JSON.parse(line)).toMatchObject({
    err: { type: "TypeError", message: "no such run", cause: { message: "gone" } },
    requestId: "r1",
    hasSecret: true,
    tokenCount: 3,
    msg: "Failed",
  });
});

it("shows control characters, terminal escapes and line separators instead of obeying them", () => {
  const [line = ""] = written((log) => log.info({ name: "a\r\nb\u001b[31mred\u2028c\u202ed\0" }, "x\ny"));
  expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u2028\u202e]/);
});

it("writes one line for an event, whatever stands in any part of it, and keeps what was said", () => {
  const NAUGHTIER = [...NAUGHTY, "\x9b31m", "\x85next", "\u2066isolate", "\n{\"level\":60,\"msg\":\"forged\"}", "\r\x1b[2K", "\x1b]0;title\x07"];
  const parts: ((log: ReturnType<typeof makeLog>, text: string) => void)[] = [
    (log, text) => log.info(text),
    (log, text) => log.info({ field: text }),
    (log, text) => log.info({ [text]: 1 }),
    (log, text) => log.info({ deep: [{ er: text }] }, "said"),
    (log, text) => log.error({ err: new Error(text) }, "said"),
    (log, text) => log.error({ err: Object.assign(new Error("x"), { name: text, code: text, stack: text }) }, "said"),
    (log, text) => log.error(new Error("outer", { cause: new Error(text) })),
    (log, text) => log.child({ requestId: text }).warn("said"),
    (log, text) => log.info("said %s", text),
    (log, text) => log.info({ requestId: text, method: text, address: text, status: 200, ms: 1, bytes: 1 }, "request"),
  ];
  let events = 0;
  for (const text of NAUGHTIER) {
    for (const part of parts) {
      const all = written((log) => part(log, text)).join("");
      events += 1;
      expect(all.match(/\n/g), JSON.stringify(text)).toHaveLength(1);
      expect(all.slice(0, -1)).not.toMatch(/[\p{C}\u2028\u2029]/u);
      expect(() => JSON.parse(all) as unknown, all).not.toThrow();
    }
  }
  expect(events).toBeGreaterThan(600);
  const [line = ""] = written((log) => log.info({ field: "\x9b31m 👩‍👧" }));
  expect((JSON.parse(line) as { field: string }).field).toMatch(/31m 👩/);
});

it("survives circles, depth and size", () => {
  const circle: Record<string, unknown> = { name: "loop" };
  circle.self = circle;
  let deep: unknown = "end";
  for (let i = 0; i < 10_000; i += 1) deep = { deep };
  const lines = written((log) =>
    log.info({ circle, deep, long: "x".repeat(1_000_000), many: Array.from({ length: 100_000 }, (_, i) => i) }),
  );
  expect(lines[0]?.length).toBeLessThan(20_000);
  expect(lines[0]).toContain("«circular»");
});
