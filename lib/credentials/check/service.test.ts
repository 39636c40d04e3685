import { eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { db } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing/database";
import { auditEvents, credentials } from "@/lib/db/tables";
import { setSettings, settings } from "@/lib/env";
import { closeConnections } from "@/lib/upstream/network";
import { selfSigned } from "@/lib/upstream/testing/certificate";
import { scriptedUpstream, type Script, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { CheckReport } from "../check-report";
import { startRotation } from "../rotation/service";
import { checkEventSchema, type CheckEvent, type NewCredential } from "../schema";
import { create, read, update, useCredential } from "../service";
import { check } from "./service";

const TOKEN_PATH = "/v3.8/distributor/oauth2/token";
const SECRET = "canary-s3cret";

let owner: WorkspaceScope;
const closers: (() => Promise<void>)[] = [];
beforeAll(async () => {
  await testDatabase();
  owner = await aMember("owner");
});
afterEach(async () => {
  closeConnections();
  for (const close of closers.splice(0)) await close();
});

describe("twelve faults have twelve verdicts", () => {
  const seen = new Set<string>();

  it.each<[string, Script]>([
    ["request-refused", token({ status: 400, body: { error: "invalid_request", error_description: "grant_type is missing" } })],
    ["credentials-refused", token({ status: 401, headers: { "WWW-Authenticate": "Basic" }, body: { error: "invalid_client" } })],
    ["scope-refused", token({ status: 400, body: { error: "invalid_scope" } })],
    ["method-refused", token({ status: 405, headers: { Allow: "GET" } })],
    ["not-acceptable", token({ status: 406 })],
    ["server-trouble", token({ status: 503, body: { error: "INTERNAL", error_reference: "r-1" } })],
    ["html-instead-of-json", token({ body: "<!doctype html><title>Sign in</title>", headers: { "Content-Type": "text/html" } })],
    ["wrong-host", token({ status: 302, headers: { Location: "https://elsewhere.example/" } })],
    ["clock-skew", token({ body: granted(), headers: { Date: new Date(Date.now() + 3_720_000).toUTCString() } })],
  ])("%s", async (verdict, script) => {
    const upstream = await serving(script);
    const report = await verdictAt(upstream.origin);
    expect(report).toMatchObject({ verdict });
    seen.add(report.verdict);
  });

  it("dns", async () => {
    const report = await verdictAt("https://no-such-host.invalid");
    expect(report.verdict).toBe("dns");
    seen.add(report.verdict);
  });

  it("tls", async () => {
    const upstream = await serving(token({ body: granted() }), selfSigned("127.0.0.1"));
    const report = await verdictAt(upstream.origin);
    expect(report.verdict).toBe("tls");
    expect(upstream.requests).toHaveLength(0);
    seen.add(report.verdict);
  });

  it("timeout", async () => {
    const upstream = await serving(token({ stall: "before-headers" }));
    const report = await verdictAt(upstream.origin, {}, 300);
    expect(report.verdict).toBe("timeout");
    seen.add(report.verdict);
  });

  it("and no two of them are the same", () => {
    expect(seen.size).toBe(12);
  });
});

describe("more that can be told apart", () => {
  it.each<[string, Script]>([
    ["forbidden", token({ status: 403, body: { error: "FORBIDDEN" } })],
    ["html-instead-of-json", token({ status: 403, body: "<html>blocked</html>" })],
    ["wrong-host", token({ status: 404, body: "<html>not here</html>" })],
    ["not-processable", token({ status: 422 })],
    ["slow-down", token({ status: 429, headers: { "Retry-After": "7" } })],
    ["not-a-token", token({ body: { access_token: "x" } })],
    ["unexpected-status", token({ status: 418 })],
    ["unreadable-reply", token({ body: granted(), reset: "mid-body" })],
    ["unreachable", token({ reset: "before-headers" })],
  ])("%s", async (verdict, script) => {
    expect(await verdictAt((await serving(script)).origin)).toMatchObject({ verdict });
  });

  it.each<[string, number]>([["token-refused", 401], ["scope-refused", 403], ["slow-down", 429], ["server-trouble", 500], ["call-failed", 422], ["call-failed", 404]])(
    "%s, when the read after the exchange answers %i",
    async (verdict, status) => {
      const upstream = await serving(token({ body: granted() }), undefined, { path: /products/, status });
      expect(await verdictAt(upstream.origin)).toMatchObject({ verdict });
    },
  );

  it("a token refused because the clocks disagree", async () => {
    const upstream = await serving(token({ body: granted(), headers: { Date: "Wed, 01 Jan 2020 00:00:00 GMT" } }), undefined, { path: /products/, status: 401 });
    const report = await verdictAt(upstream.origin);
    expect(report).toMatchObject({ verdict: "clock-skew", meaning: expect.stringMatching(/days behind.*refused/) });
  });

  it("a failed ping does not spoil a credential that works", async () => {
    const upstream = await serving(token({ body: granted() }), undefined, { path: /ping/, status: 503 });
    const report = await verdictAt(upstream.origin);
    expect(report.verdict).toBe("works");
    expect(report.steps.map((step) => step.state)).toEqual(["passed", "passed", "warned", "passed"]);
  });
});

describe("the hint on encodings after a 401", () => {
  const refusing = token({ status: 401, body: { error: "invalid_client" } });

  it.each([
    ["appears", { clientSecret: "needs+encoding/here" }, true],
    ["does not appear", { clientSecret: "Plain-secret_1.0*" }, false],
    ["appears", { clientSecret: "Plain", clientId: "partner@example.com" }, true],
    ["does not appear for credentials in the body", { clientSecret: "a+b", tokenRequestForm: "body" as const }, false],
  ])("%s", async (_case, given, hinted) => {
    const upstream = await serving(refusing);
    const report = await verdictAt(upstream.origin, { clientId: "partner", ...given });
    expect(report.advice.some((line) => line.includes("encodings"))).toBe(hinted);
  });
});

describe("a working credential", () => {
  it("is told step by step, uses three requests, and shows its secrets to nobody but the upstream", async () => {
    const upstream = await serving(token({ body: granted() }));
    const { events, report, id } = await run(upstream.origin);
    expect(events.map((event) => (event.kind === "started" ? `${event.step}…` : event.kind === "done" ? `${event.step.step}: ${event.step.state}` : event.kind))).toEqual([
      "exchange…", "exchange: passed", "clock: passed", "ping…", "ping: passed", "products…", "products: passed", "report",
    ]);
    expect(upstream.requests.map((request) => `${request.method} ${request.target}`)).toEqual([
      `POST ${TOKEN_PATH}`, "GET /v3.8/distributor/system/ping", "GET /v3.8/distributor/products?items_per_page=1",
    ]);
    expect(upstream.requests.map((request) => request.headers.authorization?.split(" ")[0])).toEqual(["Basic", undefined, "Bearer"]);
    expect(report.verdict).toBe("works");
    expect(await read(owner, id)).toMatchObject({ lastCheck: { verdict: "works" }, lastCheckAt: report.checkedAt });
    expect(JSON.stringify(events)).not.toMatch(new RegExp(`${SECRET}|canary-token`));
    const trail = await db().select().from(auditEvents).where(eq(auditEvents.action, "credential.checked"));
    expect(trail.at(-1)?.subject).toMatchObject({ credentialId: id, verdict: "works" });
  });

  it("asks for the scopes that were wanted, in the version that was wanted", async () => {
    const upstream = await serving({ path: "/v3.7/distributor/oauth2/token", body: granted() });
    await verdictAt(upstream.origin, {}, undefined, { apiVersion: "3.7", scopes: ["a/b", "c"] });
    expect(JSON.parse(upstream.requests[0]?.bodyText ?? "")).toEqual({ grant_type: "client_credentials", scope: "a/b c" });
  });
});

it("hides what an upstream repeats of the secret, in every usual encoding", async () => {
  const upstream = await serving({
    path: TOKEN_PATH,
    handler: (request) => ({
      status: 401,
      body: { error: "invalid_client", error_description: `you sent ${request.headers.authorization} which is ${SECRET} or ${encodeURIComponent(SECRET)}` },
    }),
  });
  const { events, id } = await run(upstream.origin);
  const [row] = await db().select().from(credentials).where(eq(credentials.id, id));
  const shown = JSON.stringify(events) + JSON.stringify(row?.lastCheck);
  expect(shown).toContain("you sent");
  expect(shown).not.toContain(SECRET);
  expect(shown).not.toContain(Buffer.from(`partner:${SECRET}`).toString("base64"));
});

describe("during a rotation", () => {
  it("the new secret is tried first and takes over when it works", async () => {
    const upstream = await serving({ path: TOKEN_PATH, handler: (request) => (secretIn(request.headers.authorization) === "new" ? { body: granted() } : { status: 401 }) });
    const { report, id } = await run(upstream.origin, { clientSecret: "old" }, (credentialId) => startRotation(owner, credentialId, { clientSecret: "new" }));
    expect(report).toMatchObject({ verdict: "works", meaning: expect.stringContaining("taken over") });
    expect((await useCredential(owner, id)).secret.reveal()).toBe("new");
  });

  it("a refused new secret leaves the old one in place, and it is said whether that one works", async () => {
    const upstream = await serving({ path: TOKEN_PATH, handler: (request) => (secretIn(request.headers.authorization) === "old" ? { body: granted() } : { status: 401 }) });
    const { report, id } = await run(upstream.origin, { clientSecret: "old" }, (credentialId) => startRotation(owner, credentialId, { clientSecret: "new" }));
    expect(report).toMatchObject({ verdict: "credentials-refused", title: "The new secret was refused" });
    expect(report.steps[0]?.said).toContain("The old secret still works");
    expect(await useCredential(owner, id)).toMatchObject({ version: 2 });
  });
});

it("can be stopped: the upstream's connection closes and nothing is kept", async () => {
  const upstream = await serving(token({ stall: "before-headers" }));
  const stop = new AbortController();
  const { id } = await createAt(upstream.origin);
  const events = await check(owner, id, { apiVersion: "3.8", scopes: [] }, stop.signal);
  void upstream.received(1).then(() => stop.abort());
  const report = await last(events);
  expect(report.verdict).toBe("cancelled");
  await upstream.connections[0]?.closed;
  expect((await read(owner, id)).lastCheck).toBeNull();
});

it("sends nothing for a credential that is switched off", async () => {
  const upstream = await serving(token({ body: granted() }));
  const { id } = await createAt(upstream.origin);
  await update(owner, id, { version: 1, disabled: true });
  await expect(check(owner, id, { apiVersion: "3.8", scopes: [] }, new AbortController().signal)).rejects.toMatchObject({ code: "input.refused" });
  expect(upstream.requests).toHaveLength(0);
});

it("is not for viewers", async () => {
  const { id } = await createAt("http://127.0.0.1:9");
  const viewer = await aMember("viewer", owner);
  await expect(check(viewer, id, { apiVersion: "3.8", scopes: [] }, new AbortController().signal)).rejects.toMatchObject({ code: "workspace.forbidden" });
});

function token(answer: Script): Script {
  return { path: TOKEN_PATH, ...answer };
}

function granted() {
  return { access_token: "canary-token", token_type: "Bearer", expires_in: 3600 };
}

async function serving(tokenScript: Script, tls?: { key: string; cert: string }, ...more: Script[]): Promise<ScriptedUpstream> {
  const upstream = await scriptedUpstream(tls ? { tls } : {});
  closers.push(() => upstream.close());
  upstream.answer({ path: /ping|products/, body: { data: {} } });
  upstream.answer(tokenScript);
  for (const script of more) upstream.answer(script);
  return upstream;
}

async function createAt(origin: string, given: Partial<NewCredential> = {}) {
  setSettings({ ...settings(), upstreamOrigins: { staging: origin } });
  return create(owner, {
    environment: "staging", label: crypto.randomUUID(), clientId: "partner", clientSecret: SECRET, basicEncoding: "plain", tokenRequestForm: "json",
    distributorId: null, ...given,
  });
}

async function run(origin: string, given: Partial<NewCredential> = {}, before?: (id: string) => Promise<unknown>) {
  const { id } = await createAt(origin, given);
  await before?.(id);
  const events: CheckEvent[] = [];
  for await (const event of await check(owner, id, { apiVersion: "3.8", scopes: [] }, new AbortController().signal)) events.push(checkEventSchema.parse(event));
  return { id, events, report: reportIn(events) };
}

async function verdictAt(
  origin: string,
  given: Partial<NewCredential> = {},
  deadlineMs?: number,
  wanted: Parameters<typeof check>[2] = { apiVersion: "3.8", scopes: [] },
): Promise<CheckReport> {
  const { id } = await createAt(origin, given);
  return last(await check(owner, id, wanted, new AbortController().signal, deadlineMs));
}

async function last(events: AsyncIterable<CheckEvent>): Promise<CheckReport> {
  const all: CheckEvent[] = [];
  for await (const event of events) all.push(event);
  return reportIn(all);
}

function reportIn(events: readonly CheckEvent[]): CheckReport {
  const event = events.at(-1);
  if (event?.kind !== "report") throw new Error("The last event is the report.");
  return event.report;
}

function secretIn(authorization: string | undefined): string | undefined {
  return Buffer.from(authorization?.split(" ")[1] ?? "", "base64").toString("utf8").split(":")[1];
}
