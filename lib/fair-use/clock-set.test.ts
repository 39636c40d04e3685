/** What becomes of the meter when the database's clock is put back: then all that it knows lies ahead. */
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import type { FailedSend, Reply } from "@/lib/upstream/model";
import { get } from "@/lib/upstream/testing/open-send";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { readFairUse } from "./meter/service";
import { sendFor } from "./service";
import { flushTally, tally } from "./tally/cache";
import { freshMeter, letPass } from "./testing/meter";

const BACK = [-3_600, -86_400];
/** What one workspace alone may use. */
const ALONE = 10;

let upstream: ScriptedUpstream;
let owner: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  upstream = await scriptedUpstream();
  setSettings({ ...settings(), upstreamOrigins: { staging: upstream.origin } });
  owner = await aMember("owner");
  return () => upstream.close();
});
beforeEach(async () => {
  upstream.reset();
  upstream.answer({});
  setSettings({ ...settings(), fairUse: { requestsPerMinute: 11, refusalsPerMinute: 1_000 } });
  await freshMeter();
});

const CREDENTIAL = randomUUID();

async function call(): Promise<Reply | FailedSend> {
  const answer = await sendFor({ workspaceId: owner.workspaceId, credentialId: CREDENTIAL })(get(upstream.origin), { deadlineMs: 30_000 });
  if (answer.kind === "reply") await answer.body.cancel();
  return answer;
}

const words = (answer: Reply | FailedSend) => (answer.kind === "reply" ? answer.status : answer.failure);

async function calls(many: number): Promise<unknown[]> {
  const said = [];
  for (let n = 0; n < many; n += 1) said.push(words(await call()));
  return said;
}

it.each(BACK)("put back by %d s, it still counts the minute before, and no longer than a minute", async (seconds) => {
  expect(await calls(ALONE)).toEqual(Array(ALONE).fill(200));
  await letPass(seconds);
  expect(await call()).toMatchObject({ failure: "console-budget", retryAfterSeconds: expect.toSatisfy((left: number) => left <= 61) });
  expect(await readFairUse(owner, "staging")).toMatchObject({ requests: { used: ALONE } });
  await letPass(62);
  expect(await calls(1)).toEqual([200]);
});

it.each(BACK)("put back by %d s, a breaker lets one try after its seconds, and a pause ends after its own", async (seconds) => {
  setSettings({ ...settings(), fairUse: { requestsPerMinute: 1_000, refusalsPerMinute: 1_000 } });
  upstream.answer({ status: 503 });
  await calls(20);
  await letPass(seconds);
  expect(await call()).toMatchObject({ failure: "console-breaker", retryAfterSeconds: expect.toSatisfy((left: number) => left <= 16) });
  await letPass(17);
  upstream.answer({ status: 429, headers: { "retry-after": "40" } });
  expect(await calls(1)).toEqual([429]);
  await letPass(seconds);
  expect(await call()).toMatchObject({ failure: "console-budget", retryAfterSeconds: expect.toSatisfy((left: number) => left <= 41) });
  await letPass(42);
  upstream.reset();
  upstream.answer({});
  expect(await calls(1)).toEqual([200]);
});

it("a call that its process never ended, and one that left the line, hold up nobody", async () => {
  const lease = (id: string, admitted: string, until: string) =>
    asOwner(`insert into fair_use_calls values ($1, $2, now(), $3, ${admitted}, now() + interval '${until}')`, [upstream.origin, id, owner.workspaceId]);
  for (let n = 0; n < ALONE; n += 1) await lease(randomUUID(), "now()", "66 s");
  await lease(randomUUID(), "null", "5 s");
  await letPass(-3_600);
  await asOwner("select fair_use_put_back($1, clock_timestamp())", [upstream.origin]);
  await letPass(67);
  expect(await calls(1)).toEqual([200]);
});

it("what is counted of calls that are not limited is forgotten after minutes, and does not show when it lies ahead", async () => {
  const counted = { received: true, refused: false, failed: false, pauseSeconds: null };
  const rows = async () => (await asOwner("select 1 from fair_use_seconds where address = 'simulator'")).rows.length;
  tally("simulator", owner.workspaceId, counted);
  await flushTally();
  await letPass(301);
  tally("simulator", owner.workspaceId, counted);
  await flushTally();
  expect(await rows()).toBe(1);
  await letPass(-3_600);
  expect(await readFairUse(owner, "simulator")).toMatchObject({ requests: { used: 0 } });
  tally("simulator", owner.workspaceId, counted);
  await flushTally();
  expect(await readFairUse(owner, "simulator")).toMatchObject({ requests: { used: 1 } });
  expect(await rows()).toBe(1);
});
