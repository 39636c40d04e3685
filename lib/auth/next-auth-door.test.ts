import { beforeAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { answerAuth } from "./next-auth-door";
import { personBehind } from "./session";
import { SESSION_COOKIE } from "./session-cookie";
import { inTransaction, updateDisabled } from "./store";
import { Browser } from "./testing/browser";
import { aPerson } from "./testing/people";
import { LIMIT_PER_ACCOUNT } from "./throttle/throttle";

const PASSWORD = "correct horse battery";

beforeAll(async () => {
  await testDatabase();
  process.env.NEXTAUTH_URL = settings().publicUrl.origin;
});

let addresses = 0;
/** A network address that no other test uses. */
const from = () => ({ "x-console-client-address": `198.51.100.${(addresses += 1)}` });

describe("signing in with a password", () => {
  it("gives a session that lasts until the person signs out", async () => {
    const person = await aPerson({ password: PASSWORD });
    const browser = new Browser();
    expect((await browser.signIn(person.email, PASSWORD)).status).toBe(200);
    expect(await personBehind(browser.cookieHeader)).toMatchObject({ userId: person.userId });
    const session: unknown = await (await browser.ask("GET", "session")).json();
    expect(session).toEqual({ expires: expect.any(String), user: { name: person.name, email: person.email } });

    const stolen = browser.cookieHeader;
    await browser.ask("POST", "signout", { csrfToken: await browser.csrfToken(), json: "true" });
    expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
    expect(await personBehind(stolen)).toBeUndefined();
  });

  it("changes the session id, also over an id that somebody planted, and kills the old one", async () => {
    const attacker = await aPerson({ password: PASSWORD });
    const victim = await aPerson({ password: PASSWORD });
    const browser = new Browser();
    await browser.signIn(attacker.email, PASSWORD);
    const planted = browser.cookieHeader;
    await browser.signIn(victim.email, PASSWORD);
    expect(await personBehind(browser.cookieHeader)).toMatchObject({ userId: victim.userId });
    expect(await personBehind(planted)).toBeUndefined();
  });

  it("sets only cookies of this host that scripts, other sites and plain connections cannot have", async () => {
    const person = await aPerson({ password: PASSWORD });
    const browser = new Browser();
    const csrf = await browser.ask("GET", "csrf");
    const signedIn = await browser.signIn(person.email, PASSWORD);
    const lines = [csrf, signedIn].flatMap((response) => response.headers.getSetCookie());
    expect(lines.length).toBeGreaterThanOrEqual(4);
    for (const line of lines) {
      const [pair = "", ...attributes] = line.split("; ").map((part, index) => (index === 0 ? part : part.toLowerCase()));
      expect(pair).toMatch(/^__Host-console\.[a-z]+=/);
      expect(attributes).toEqual(expect.arrayContaining(["path=/", "httponly", "secure", "samesite=lax"]));
      expect(attributes.some((attribute) => attribute.startsWith("domain"))).toBe(false);
    }
  });

  it("answers a wrong password, an unknown, a disabled and an impossible account alike, to the byte", async () => {
    const person = await aPerson({ password: PASSWORD });
    const disabled = await aPerson({ password: PASSWORD });
    await inTransaction((tx) => updateDisabled(tx, disabled.userId, new Date()));
    const answers = [];
    for (const [email, password] of [[person.email, "wrong"], ["nobody@example.test", PASSWORD], [disabled.email, PASSWORD], ["ada\uFF20example.test", PASSWORD], ["", ""]] as const) {
      const response = await new Browser().signIn(email, password, from());
      const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
      answers.push(JSON.stringify([response.status, headers, await response.text()]));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("401");
    expect(JSON.stringify([(await new Browser().signIn(person.email, PASSWORD, from())).status])).not.toBe(answers[0]);
  });

  it("stops guessing with 429 and a wait, whatever the client says about its address, and lets a known browser in", async () => {
    const person = await aPerson({ password: PASSWORD });
    const known = new Browser();
    await known.signIn(person.email, PASSWORD, from());
    for (let i = 0; i < LIMIT_PER_ACCOUNT; i += 1) {
      expect((await new Browser().signIn(person.email, `guess ${i}`, { ...from(), "x-forwarded-for": `10.0.0.${i}` })).status).toBe(401);
    }
    const stopped = await new Browser().signIn(person.email, PASSWORD, { ...from(), "x-forwarded-for": "10.9.9.9" });
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await stopped.json()).toMatchObject({ origin: "console", code: "throttle.exceeded" });
    expect((await known.signIn(person.email, PASSWORD)).status).toBe(200);
  });
});

describe("what is not offered", () => {
  it.each([
    ["POST", "_log"], ["POST", "session"], ["POST", "signin/credentials"], ["POST", "callback/oidc"], ["GET", "callback/credentials"], ["GET", "verify-request"],
    ["GET", "callback/constructor"], ["GET", "__proto__"], ["GET", "signout"], ["POST", "csrf"], ["GET", "csrf/more"], ["POST", "callback/credentials/x"], ["GET", ""],
  ] as const)("%s %s is nothing", async (method, path) => {
    const response = await new Browser().ask(method, path, method === "POST" ? { csrfToken: "x" } : undefined);
    expect([response.status, response.headers.get("set-cookie")]).toEqual([404, null]);
  });
});

describe("where it leads", () => {
  it.each(["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", "http://localhost:3000@evil.test/", "/api/auth/signout", "\u0000", "a".repeat(9_000)])(
    "never off this site: %s",
    async (callbackUrl) => {
      const person = await aPerson({ password: PASSWORD });
      const browser = new Browser();
      const response = await browser.ask("POST", "callback/credentials", { csrfToken: await browser.csrfToken(), email: person.email, password: PASSWORD, callbackUrl, json: "true" }, from());
      expect(await response.json()).toEqual({ url: "http://localhost:3000/" });
      for (const query of [`callbackUrl=${encodeURIComponent(callbackUrl)}`, `error=${encodeURIComponent(callbackUrl)}`]) {
        const location = (await browser.ask("GET", `signin?${query}`)).headers.get("location") ?? "";
        expect(new URL(location, "http://localhost:3000").origin).toBe("http://localhost:3000");
      }
    },
  );
});

describe("a hostile request", () => {
  const post = (body: string, headers: Record<string, string>) =>
    answerAuth(new Request("http://localhost:3000/api/auth/callback/credentials", { method: "POST", body, headers }), ["callback", "credentials"]);

  it.each([
    ["broken JSON", "{", { "content-type": "application/json" }, 400],
    ["a list", "[1]", { "content-type": "application/json" }, 400],
    ["null", "null", { "content-type": "application/json" }, 400],
    ["nested members", '{"email":{"$ne":1}}', { "content-type": "application/json" }, 400],
    ["__proto__", '{"__proto__":{"email":"x"}}', { "content-type": "application/json" }, 400],
    ["text", "email=x", { "content-type": "text/plain" }, 400],
    ["a form of 20 KB", `email=${"x".repeat(20_000)}`, { "content-type": "application/x-www-form-urlencoded" }, 413],
  ])("with %s is refused with a reason", async (_case, body, headers, status) => {
    const response = await post(body, headers);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
  });

  it("without the token that proves a page of ours is no sign-in", async () => {
    const person = await aPerson({ password: PASSWORD });
    const response = await post(new URLSearchParams({ email: person.email, password: PASSWORD, json: "true" }).toString(), { "content-type": "application/x-www-form-urlencoded" });
    expect(await response.text()).toContain("csrf=true");
    expect(response.headers.getSetCookie().join()).not.toContain(SESSION_COOKIE);
  });

  it("with malformed cookies or a huge Authorization header is simply nobody", async () => {
    const headers = [
      { cookie: `${SESSION_COOKIE}=%E0%A4%A` },
      { cookie: `${SESSION_COOKIE}=${"a.".repeat(2_000)}` },
      { cookie: "__Host-console.return=javascript:alert(1)" },
      { cookie: "__Host-console.return=%" },
      { cookie: "__Host-console.csrf=|; __Host-console.csrf=|" },
      { cookie: "__proto__=1; constructor=2; =; ;;" },
      { authorization: `Bearer ${"x".repeat(15_000)}` },
      { authorization: "Bearer" },
      { authorization: "Bearer %" },
    ];
    for (const given of headers) {
      const response = await answerAuth(new Request("http://localhost:3000/api/auth/session", { headers: new Headers(Object.entries(given)) }), ["session"]);
      expect([response.status, await response.text()]).toEqual([200, "{}"]);
    }
  });
});

it("lets nobody in while the database is away, and says that it is the console's fault", async () => {
  const person = await aPerson({ password: PASSWORD });
  const browser = new Browser();
  await browser.signIn(person.email, PASSWORD, from());
  const before = settings();
  await closeDatabase();
  setSettings({ ...before, databaseUrl: new Secret("postgres://nobody@127.0.0.1:1/none") });
  try {
    const csrfToken = await browser.csrfToken();
    const refused = await new Browser().ask("POST", "callback/credentials", { csrfToken, email: person.email, password: PASSWORD, json: "true" }, { cookie: `${browser.cookieHeader}` });
    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect(await refused.text()).not.toMatch(/postgres|ECONNREFUSED|select/);
    expect(refused.headers.getSetCookie().join()).not.toContain(SESSION_COOKIE);
    await expect(personBehind(browser.cookieHeader)).rejects.toThrow();
    for (const response of [await browser.ask("GET", "session"), await browser.ask("POST", "signout", { csrfToken, json: "true" })]) {
      expect([response.status >= 500, response.headers.getSetCookie()]).toEqual([true, []]);
    }
  } finally {
    await closeDatabase();
    setSettings(before);
  }
  expect(await personBehind(browser.cookieHeader)).toBeDefined();
});
