/** The database goes away, comes back, is full, read-only, or has no connection left: nobody gets in, nothing is lost, nothing has to be started again. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { closeDatabase, pool, tenantDb } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { databaseLine, type DatabaseLine } from "@/lib/db/testing/line";
import { setSettings, settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { RIGHTS } from "./testing/rights";
import { ROUTES } from "./testing/surface";

let line: DatabaseLine;
let running: ConsoleUnderTest;
let owner: WorkspaceScope;
let cookie: string;
let directUrl: string;
beforeAll(async () => {
  directUrl = (await testDatabase()).url;
  line = await databaseLine(directUrl);
  await closeDatabase();
  setSettings({ ...settings(), databaseUrl: new Secret(line.url) });
  running = await consoleUnderTest();
  owner = await aMember("owner");
  cookie = await cookieOf(owner.userId);
});
afterEach(() => line.mend());
afterAll(async () => {
  await running.close();
  await closeDatabase();
  await line.close();
});

const NOBODY = "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01";
/** From the outage's end to the first good answer. */
const RECOVERY_LIMIT_MS = 5_000;

interface Reply {
  status: number;
  retryAfter: string | null;
  text: string;
}

async function ask(method: string, path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(`${running.origin}${path}`, {
    method,
    redirect: "manual",
    headers: { "x-console-request": "1", cookie, ...(method !== "GET" && { "content-type": "application/json" }), ...headers },
    ...(method !== "GET" && { body: JSON.stringify(body) }),
  });
  return { status: response.status, retryAfter: response.headers.get("retry-after"), text: await response.text() };
}

const workspace = () => `/api/bff/workspaces/${owner.workspaceSlug}`;
const rename = (name: string) => ask("PATCH", `${workspace()}/settings`, { name });
const nameNow = async () => (await asOwner("select name from workspaces where id = $1", [owner.workspaceId])).rows[0] as { name: string };

/** Every method of every address that asks who is there. */
function protectedRoutes(): [method: string, path: string][] {
  return Object.entries(ROUTES).flatMap(([address, methods]) => {
    if (!address.startsWith("/api/bff/")) return [];
    const path = address.replace("[workspace]", owner.workspaceSlug).replace("[session]", "0123456789abcdef").replaceAll(/\[[^\]]+\]/g, NOBODY);
    return methods.filter((method) => RIGHTS[`${method} ${address}`] !== "open").map((method): [string, string] => [method, path]);
  });
}

async function expectOutage(reply: Promise<Reply>, what: string): Promise<void> {
  const { status, retryAfter, text } = await reply;
  expect([what, status, retryAfter]).toEqual([what, 503, "5"]);
  expect(JSON.parse(text)).toMatchObject({ origin: "console", code: "console.unavailable" });
}

async function expectRecovery(): Promise<void> {
  const since = performance.now();
  await expect.poll(async () => (await ask("GET", `${workspace()}/settings`)).status, { interval: 20, timeout: RECOVERY_LIMIT_MS }).toBe(200);
  expect(performance.now() - since).toBeLessThan(RECOVERY_LIMIT_MS);
  expect((await ask("GET", "/api/ready")).status).toBe(200);
}

it("lets nobody in while the database is away, on any route, and goes on when it is back", async () => {
  const routes = protectedRoutes();
  expect(routes.length).toBeGreaterThan(50);
  // While the database is there the same requests are not outages.
  expect((await ask("GET", `${workspace()}/settings`)).status).toBe(200);
  line.cut();
  for (const [method, path] of routes) await expectOutage(ask(method, path), `${method} ${path}`);
  expect((await ask("GET", "/api/ready")).status).toBe(503);
  expect((await ask("GET", "/api/health")).status).toBe(200);
  line.mend();
  await expectRecovery();
});

it("signs nobody in while the database is away, and takes nobody's session from them", async () => {
  line.cut();
  const { csrfToken, csrfCookie } = await csrf();
  const response = await fetch(`${running.origin}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: csrfCookie, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email: "a@example.test", password: "correct horse battery", json: "true" }).toString(),
  });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(response.headers.getSetCookie().filter((one) => one.startsWith("__Host-console.session"))).toEqual([]);
  const asked = await fetch(`${running.origin}/api/auth/session`, { headers: { cookie } });
  expect([asked.status, asked.headers.getSetCookie()]).toEqual([503, []]);
  line.mend();
  await expectRecovery();
});

async function csrf(): Promise<{ csrfToken: string; csrfCookie: string }> {
  const response = await fetch(`${running.origin}/api/auth/csrf`);
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  return { csrfToken, csrfCookie: response.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ") };
}

it("keeps every change that it has answered when the database is cut off and mended five times under load", { timeout: 40_000 }, async () => {
  const acknowledged: string[] = [];
  let isOver = false;
  let refused = 0;
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let n = 0; !isOver; n += 1) {
      const email = `w${writer}-${n}@example.test`;
      const reply = await ask("POST", `${workspace()}/invitations`, { email, role: "viewer" });
      if (reply.status === 200) acknowledged.push(email);
      else {
        expect([reply.status, reply.retryAfter]).toEqual([503, "5"]);
        refused += 1;
      }
    }
  });
  for (let round = 0; round < 5; round += 1) {
    const enough = acknowledged.length + 10;
    await expect.poll(() => acknowledged.length, { interval: 5, timeout: 10_000 }).toBeGreaterThan(enough);
    const refusedBefore = refused;
    line.cut();
    await expect.poll(() => refused, { interval: 5, timeout: 10_000 }).toBeGreaterThan(refusedBefore + 4);
    line.mend();
  }
  isOver = true;
  await Promise.all(writers);
  const kept = await asOwner("select email from invitations where workspace_id = $1", [owner.workspaceId]);
  const rows = new Set((kept.rows as { email: string }[]).map(({ email }) => email));
  expect(acknowledged.filter((email) => !rows.has(email))).toEqual([]);
  const audited = await asOwner("select count(*)::int as n from audit_events where workspace_id = $1 and action = 'invitation.created'", [owner.workspaceId]);
  expect(audited.rows).toEqual([{ n: rows.size }]);
});

it("does not wait for a database that swallows every word", async () => {
  line.swallow();
  const since = performance.now();
  expect((await ask("GET", "/api/ready")).status).toBe(503);
  expect(performance.now() - since).toBeLessThan(3_000);
  await expectOutage(ask("GET", `${workspace()}/settings`), "settings");
  expect(performance.now() - since).toBeLessThan(10_000);
  line.mend();
  await expectRecovery();
});

it("loses no connection of its pool when the database is cut off as transactions begin", async () => {
  for (let round = 0; round <= pool().options.max; round += 1) {
    await expect.poll(async () => (await rename("Warm")).status).toBe(200);
    const begun = tenantDb(owner.workspaceId).transaction((tx) => tx.execute("select 1"));
    line.cut();
    await expect(begun).rejects.toThrow();
    line.mend();
  }
  await expectRecovery();
  await expect.poll(() => pool().totalCount - pool().idleCount).toBe(0);
});

it("answers 503 when every connection is taken, and goes on when one is free", async () => {
  const taking = Array.from({ length: pool().options.max }, () => pool().connect());
  const allTaken = Promise.allSettled(taking);
  // Something else may hold one for a moment; then one of these waits, and everybody else behind it.
  await expect.poll(() => [pool().totalCount, pool().idleCount]).toEqual([pool().options.max, 0]);
  const replies = await Promise.all([ask("GET", `${workspace()}/settings`), rename("Crowded"), ask("GET", "/api/health")]);
  expect(replies.map(({ status, retryAfter }) => [status, retryAfter])).toEqual([[503, "5"], [503, "5"], [200, null]]);
  for (const taken of await allTaken) if (taken.status === "fulfilled") taken.value.release();
  await expectRecovery();
  expect((await nameNow()).name).not.toBe("Crowded");
});

const databaseName = () => directUrl.split("/").at(-1);

it.each([
  [
    "the disk is full",
    () => asOwner("create function no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$; create trigger no_room before insert on audit_events for each row execute function no_room()"),
    () => asOwner("drop function no_room cascade"),
  ],
  [
    "only reading is allowed, as on a standby",
    () => asOwner(`alter database ${databaseName()} set default_transaction_read_only = on`),
    () => asOwner(`begin read write; alter database ${databaseName()} reset default_transaction_read_only; commit`),
  ],
])("answers changes with 503 while %s, changes nothing, and goes on afterwards", async (what, begin, end) => {
  await begin();
  reconnect();
  const before = await nameNow();
  await expectOutage(rename("Lost"), what);
  expect(await nameNow()).toEqual(before);
  await end();
  reconnect();
  await expectRecovery();
  expect((await rename(`Found ${what}`)).status).toBe(200);
});

/** A setting of the database counts for connections that begin after it. */
function reconnect(): void {
  line.cut();
  line.mend();
}

it("has a simulator that says 503 and when to come back, and gives no token", async () => {
  line.cut();
  const response = await fetch(`${running.origin}/api/simulator/v3.8/distributor/oauth2/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("somebody@example.com:something")}`, "content-type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await response.json()).toMatchObject({ error: "SERVICE_UNAVAILABLE" });
  expect(running.thrown).toEqual([]);
});
