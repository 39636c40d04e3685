import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { assertFresh } from "@/lib/workspaces/authorize";
import { readClaims } from "./oidc";
import { personBehind, personOfSession, startSession } from "./session";
import { inTransaction, updateDisabled } from "./store";
import { Browser } from "./testing/browser";
import { localProvider, type LocalProvider } from "./testing/local-provider";
import { aPerson } from "./testing/people";

const CALLBACK = "http://localhost:3000/api/auth/callback/oidc";
let provider: LocalProvider;
let sparing: LocalProvider;

beforeAll(async () => {
  await testDatabase();
  process.env.NEXTAUTH_URL = settings().publicUrl.origin;
  provider = await localProvider();
  sparing = await localProvider(false);
  await Promise.all([provider.register(CALLBACK), sparing.register(CALLBACK)]);
});

afterAll(async () => {
  await provider.close();
  await sparing.close();
});

beforeEach(() => {
  setSettings({ ...settings(), oidc: [provider.setting] });
});

async function beginning(browser: Browser): Promise<URL> {
  const answer = await browser.ask("POST", "signin/oidc", { csrfToken: await browser.csrfToken(), callbackUrl: "/acme", json: "true" });
  const { url }: { url: string } = await answer.json();
  return new URL(url);
}

const callbackOf = (back: URL) => `callback/oidc${back.search}`;

async function signIn(browser = new Browser(), at = provider): Promise<{ location: string | null; browser: Browser; back: URL }> {
  setSettings({ ...settings(), oidc: [at.setting] });
  const back = await browser.visit((await beginning(browser)).href);
  const answer = await browser.ask("GET", callbackOf(back));
  return { location: answer.headers.get("location"), browser, back };
}

const isSignedIn = async (browser: Browser) => (await personBehind(browser.cookieHeader)) !== undefined;

describe("a first sign-in through a provider", () => {
  it("links a person who is known by an address that the provider vouches for, and lands where they wanted to go", async () => {
    const person = await aPerson();
    provider.person = { sub: "ada", email: person.email.toUpperCase(), email_verified: true };
    const { location, browser } = await signIn();
    expect(location).toBe("http://localhost:3000/acme");
    expect(await personBehind(browser.cookieHeader)).toMatchObject({ userId: person.userId });

    provider.person = { sub: "ada", email: "moved@elsewhere.test", email_verified: false };
    expect(await personBehind((await signIn()).browser.cookieHeader)).toMatchObject({ userId: person.userId });
  });

  it("asks the userinfo endpoint where the ID token does not tell the address", async () => {
    const person = await aPerson();
    sparing.person = { sub: "grace", email: person.email, email_verified: true };
    expect(await personBehind((await signIn(new Browser(), sparing)).browser.cookieHeader)).toMatchObject({ userId: person.userId });
  });

  it.each([
    ["an address that nobody here has", { email: "stranger@example.test", email_verified: true }],
    ["no address", {}],
  ])("is refused with %s", async (_case, claims) => {
    provider.person = { sub: "stranger", ...claims };
    const { location, browser } = await signIn();
    expect(location).toBe("/sign-in?error=NotInvited");
    expect(await isSignedIn(browser)).toBe(false);
  });

  it("is refused when the provider does not vouch for the address, when the person is disabled, and for a second identity", async () => {
    const person = await aPerson();
    provider.person = { sub: "one", email: person.email, email_verified: false };
    expect((await signIn()).location).toBe("/sign-in?error=NotInvited");

    provider.person = { sub: "one", email: person.email, email_verified: true };
    expect(await isSignedIn((await signIn()).browser)).toBe(true);
    provider.person = { sub: "two", email: person.email, email_verified: true };
    expect((await signIn()).location).toBe("/sign-in?error=NotInvited");

    await inTransaction((tx) => updateDisabled(tx, person.userId, new Date()));
    provider.person = { sub: "one", email: person.email, email_verified: true };
    expect((await signIn()).location).toBe("/sign-in?error=NotInvited");
  });
});

describe("a fresh sign-in", () => {
  const stepUpOf = async (browser: Browser): Promise<void> => {
    const found = await personBehind(browser.cookieHeader);
    if (!found) throw new Error("Nobody is signed in");
    assertFresh(found);
  };

  it("is as old as the provider says it is, not as the session here", async () => {
    const person = await aPerson();
    const signedInAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000);
    provider.person = { sub: person.userId, email: person.email, email_verified: true, signedInAt };
    const { browser } = await signIn();
    expect(await personBehind(browser.cookieHeader)).toMatchObject({ userId: person.userId, authenticatedAt: signedInAt });
    await expect(stepUpOf(browser)).rejects.toMatchObject({ code: "session.stale" });
  });

  it("is asked of the provider only where somebody is signed in already, and counts then", async () => {
    const person = await aPerson();
    const signedInAt = new Date(Date.now() - 3_600_000);
    provider.person = { sub: person.userId, email: person.email, email_verified: true, signedInAt };
    const { browser } = await signIn();
    const first = await beginning(new Browser());
    expect([first.searchParams.get("prompt"), first.searchParams.get("max_age")]).toEqual([null, String(7 * 86_400)]);
    provider.person = { sub: person.userId, email: person.email, email_verified: true };
    const again = await beginning(browser);
    expect([again.searchParams.get("prompt"), again.searchParams.get("max_age")]).toEqual(["login", "0"]);
    await browser.ask("GET", callbackOf(await browser.visit(again.href)));
    await expect(stepUpOf(browser)).resolves.toBeUndefined();
  });

  it("is not assumed of a provider that does not say when, and nothing that is yet to come counts", async () => {
    expect(readClaims({ iss: "https://p.test", sub: "1" }, undefined)?.authenticatedAt).toBeUndefined();
    const person = await aPerson();
    const stale = await startSession({ userId: person.userId, method: "oidc", userAgent: null, authenticatedAt: new Date(0) });
    const early = await startSession({ userId: person.userId, method: "oidc", userAgent: null, authenticatedAt: new Date(Date.now() + 86_400_000) });
    expect(() => assertFresh({ authenticatedAt: new Date(0) })).toThrow();
    expect((await personOfSession(stale))?.authenticatedAt).toEqual(new Date(0));
    expect((await personOfSession(early))?.authenticatedAt.getTime()).toBeLessThanOrEqual(Date.now());
  });
});

describe("the way there and back", () => {
  it("asks for a code with PKCE, state and nonce, and takes nothing from the address bar into the request", async () => {
    const browser = new Browser();
    const url = await beginning(browser);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code", code_challenge_method: "S256", client_id: "console", redirect_uri: CALLBACK, scope: "openid email profile groups",
      state: expect.stringMatching(/.{20}/), nonce: expect.stringMatching(/.{20}/),
    });
    const again = await browser.ask("POST", "signin/oidc?redirect_uri=https://evil.test&scope=offline_access", { csrfToken: await browser.csrfToken(), json: "true" });
    const { url: second }: { url: string } = await again.json();
    expect(new URL(second).searchParams.get("redirect_uri")).toBe(CALLBACK);
    expect(new URL(second).searchParams.get("scope")).toBe("openid email profile groups");
  });

  it.each([
    ["another state", (back: URL) => back.searchParams.set("state", "A".repeat(43))],
    ["no state", (back: URL) => back.searchParams.delete("state")],
    ["another code", (back: URL) => back.searchParams.set("code", "A".repeat(43))],
    ["another issuer in the answer", (back: URL) => back.searchParams.set("iss", "https://evil.test")],
  ])("refuses %s", async (_case, tamper) => {
    const person = await aPerson();
    provider.person = { sub: person.userId, email: person.email, email_verified: true };
    const browser = new Browser();
    const back = await browser.visit((await beginning(browser)).href);
    tamper(back);
    const answer = await browser.ask("GET", callbackOf(back));
    expect(answer.headers.get("location")).toContain("error=");
    expect(await isSignedIn(browser)).toBe(false);
  });

  it.each(["__Host-console.state", "__Host-console.nonce", "__Host-console.pkce"])("refuses the %s of another attempt, and a missing one", async (name) => {
    const person = await aPerson();
    provider.person = { sub: person.userId, email: person.email, email_verified: true };
    const other = new Browser();
    await beginning(other);
    for (const planted of [other.cookies.get(name) ?? "", "garbage", undefined]) {
      const browser = new Browser();
      const back = await browser.visit((await beginning(browser)).href);
      if (planted === undefined) browser.cookies.delete(name);
      else browser.cookies.set(name, planted);
      const answer = await browser.ask("GET", callbackOf(back));
      expect(answer.headers.get("location")).toContain("error=");
      expect(await isSignedIn(browser)).toBe(false);
    }
  });

  it("refuses a code that was used before", async () => {
    const person = await aPerson();
    provider.person = { sub: person.userId, email: person.email, email_verified: true };
    const browser = new Browser();
    const begun = await beginning(browser);
    const flowCookies = new Map(browser.cookies);
    const back = await browser.visit(begun.href);
    await browser.ask("GET", callbackOf(back));
    expect(await isSignedIn(browser)).toBe(true);
    const replay = new Browser();
    for (const [name, value] of flowCookies) replay.cookies.set(name, value);
    await replay.ask("GET", callbackOf(back));
    expect(await isSignedIn(replay)).toBe(false);
  });

  it("refuses tokens of an issuer other than the one in the settings", async () => {
    const person = await aPerson();
    provider.person = { sub: person.userId, email: person.email, email_verified: true };
    const elsewhere = provider.setting.issuer.replace("127.0.0.1", "localhost");
    const { location, browser } = await signIn(new Browser(), { ...provider, setting: { ...provider.setting, issuer: elsewhere } });
    expect(location).toContain("error=OAuthCallback");
    expect(await isSignedIn(browser)).toBe(false);
  });

  it("says so when the provider cannot be reached", async () => {
    setSettings({ ...settings(), oidc: [{ ...provider.setting, issuer: "http://127.0.0.1:1" }] });
    const browser = new Browser();
    const answer = await browser.ask("POST", "signin/oidc", { csrfToken: await browser.csrfToken(), json: "true" });
    expect(await answer.json()).toEqual({ url: expect.stringContaining("error=OAuthSignin") });
  });

  it("starts nothing for another site", async () => {
    const browser = new Browser();
    const csrfToken = await browser.csrfToken();
    for (const [name, value] of [["sec-fetch-site", "cross-site"], ["sec-fetch-site", "same-site"], ["origin", "https://evil.test"], ["origin", "null"]] as const) {
      expect((await browser.ask("POST", "signin/oidc", { csrfToken, json: "true" }, { [name]: value })).status).toBe(403);
    }
    const { url }: { url: string } = await (await browser.ask("POST", "signin/oidc", { csrfToken: "wrong", json: "true" })).json();
    expect(url).toContain("csrf=true");
  });
});
