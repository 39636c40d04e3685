/** Somebody's rights end while their calls are under way, 200 a second: none that they begin after that moment reaches the other side. */
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { aCredential, givesTokens, PRODUCTS, tokenWorld, type TokenWorld } from "@/lib/tokens/testing/token-world";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { changeMember, endMemberSessions, removeMember } from "@/lib/workspaces/members/service";

const CALLS_PER_SECOND = 200;
const CALLS = 120;
const CHANGE_AFTER = 40;

let running: ConsoleUnderTest;
let world: TokenWorld;
let pool: Pool;
let credentialId: string;
beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
  world = await tokenWorld();
  givesTokens(world.upstream);
  world.upstream.answer({ path: /\/products$/, body: { api_version: "3.8", data: { items: [] } } });
  credentialId = await aCredential(world.owner);
  pool = new Pool(running.origin, { connections: 32 });
});
afterAll(async () => {
  await pool.close();
  await world.upstream.close();
  await running.close();
});

interface Made {
  /** Sent along, so that the call is known again on the other side. */
  reference: string;
  startedAtMs: number;
  status: number;
}

/** A call of a resource, by whoever has this cookie. */
async function one(cookie: string): Promise<Made> {
  const reference = crypto.randomUUID();
  const input = { operationId: "getProducts", environment: "staging", apiVersion: "3.8", credentialId, scopes: [PRODUCTS], path: {}, query: {}, headers: { "App-Reference": reference }, body: null, fault: null, replayOf: null };
  const startedAtMs = performance.now();
  const { statusCode, body } = await pool.request({
    method: "POST",
    path: `/api/bff/workspaces/${world.owner.workspaceSlug}/runs`,
    headers: { cookie, "x-console-request": "1", "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  await body.dump();
  return { reference, startedAtMs, status: statusCode };
}

it.each<[what: string, change: (owner: WorkspaceScope, userId: string) => Promise<unknown>, status: number]>([
  ["was removed", removeMember, 404],
  ["became a viewer", (owner, userId) => changeMember(owner, userId, { role: "viewer" }), 403],
  ["had every session ended", endMemberSessions, 401],
  ["was switched off", (_owner, userId) => asOwner("update users set disabled_at = now() where id = $1", [userId]), 401],
])("sends nothing for a member who %s", async (_what, change, status) => {
  const member = await aMember("developer", world.owner);
  const cookie = await cookieOf(member.userId);
  expect((await one(cookie)).status).toBe(200);

  const under: Promise<Made>[] = [];
  let committed: Promise<number> = Promise.resolve(Infinity);
  const beganAtMs = performance.now();
  for (let n = 0; n < CALLS; n += 1) {
    if (n === CHANGE_AFTER) committed = change(world.owner, member.userId).then(() => performance.now());
    under.push(one(cookie));
    await pause(Math.max(0, beganAtMs + ((n + 1) * 1000) / CALLS_PER_SECOND - performance.now()));
  }
  const committedAtMs = await committed;
  // However long the change took: there are calls after it.
  for (let n = 0; n < CHANGE_AFTER; n += 1) under.push(one(cookie));
  const calls = await Promise.all(under);

  const arrived = new Set(world.upstream.requests.map(({ headers }) => headers["app-reference"]));
  const after = calls.filter(({ startedAtMs }) => startedAtMs > committedAtMs);
  expect(after.length).toBeGreaterThanOrEqual(CHANGE_AFTER);
  expect(after.filter(({ reference }) => arrived.has(reference))).toEqual([]);
  expect(new Set(after.map((call) => call.status))).toEqual(new Set([status]));
  // Before the change they did arrive.
  expect(calls.filter(({ reference, startedAtMs }) => startedAtMs <= committedAtMs && arrived.has(reference)).length).toBeGreaterThan(0);
}, 30_000);
