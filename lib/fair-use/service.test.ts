import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import type { FailedSend, Reply } from "@/lib/upstream/model";
import { get, post } from "@/lib/upstream/testing/open-send";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import type { Wait } from "./model";
import { sendFor } from "./service";
import { freshMeter, letPass } from "./testing/meter";

let upstream: ScriptedUpstream;
beforeAll(async () => {
  await testDatabase();
  upstream = await scriptedUpstream();
  setSettings({ ...settings(), upstreamOrigins: { staging: upstream.origin } });
  return () => upstream.close();
});
beforeEach(async () => {
  upstream.reset();
  upstream.answer({});
  await freshMeter();
  limits(1_000, 60);
});

function limits(requestsPerMinute: number, refusalsPerMinute: number): void {
  setSettings({ ...settings(), fairUse: { requestsPerMinute, refusalsPerMinute } });
}

const A = randomUUID();
const B = randomUUID();

interface Terms {
  workspaceId?: string;
  credentialId?: string | null;
  deadlineMs?: number;
  signal?: AbortSignal;
  method?: "GET" | "POST";
  onWait?: (wait: Wait | null) => void;
}

/** Sends and reads to the end. */
async function call({ workspaceId = A, credentialId = null, deadlineMs = 10_000, signal, method = "GET", onWait }: Terms = {}): Promise<Reply | FailedSend> {
  const request = method === "GET" ? get(`${upstream.origin}/x`) : post(`${upstream.origin}/x`, "{}");
  const answer = await sendFor({ workspaceId, credentialId, onWait })(request, { deadlineMs, ...(signal && { signal }) });
  if (answer.kind === "reply") for await (const chunk of answer.body) void chunk;
  return answer;
}

async function calls(many: number, terms: Terms = {}): Promise<(Reply | FailedSend)[]> {
  const answers = [];
  for (let n = 0; n < many; n += 1) answers.push(await call(terms));
  return answers;
}

const words = (answer: Reply | FailedSend) => (answer.kind === "reply" ? answer.status : answer.failure);

/** A call that is cancelled when it would have to wait: its status, or what it was told. */
async function atOnce(terms: Terms = {}): Promise<number | Wait> {
  const stop = new AbortController();
  let told: Wait | null = null;
  const onWait = (wait: Wait | null) => {
    told ??= wait;
    stop.abort();
  };
  const answer = await call({ ...terms, deadlineMs: 600_000, signal: stop.signal, onWait });
  if (answer.kind === "reply") return answer.status;
  if (told === null) throw new Error(answer.detail);
  return told;
}

/** Calls that go one after the other until the first would have to wait. */
async function untilHeldBack(terms: Terms = {}): Promise<number> {
  for (let went = 0; ; went += 1) if (typeof (await atOnce(terms)) !== "number") return went;
}

describe("the budget", () => {
  it("leaves nobody more than the limit of a minute, and something for the next workspace", async () => {
    limits(100, 100);
    expect(await untilHeldBack()).toBe(90);
    expect(await untilHeldBack({ workspaceId: B })).toBeGreaterThan(0);
    for (let next = 0; next < 20; next += 1) await untilHeldBack({ workspaceId: randomUUID() });
    expect(upstream.requests.length).toBe(100);
    await letPass(40);
    expect(await untilHeldBack({ workspaceId: randomUUID() })).toBe(0);
    await letPass(22);
    expect(await untilHeldBack()).toBe(90);
  });

  it("counts answers with 4xx apart from requests, and forgets a good answer for them at once", async () => {
    limits(1_000, 20);
    expect((await calls(60)).map(words)).toEqual(Array(60).fill(200));
    upstream.answer({ status: 404 });
    expect(await untilHeldBack()).toBe(18);
    const held = await call({ deadlineMs: 2_000 });
    expect(held).toMatchObject({ failure: "console-budget", mayHaveBeenReceived: false, detail: expect.stringContaining("4xx answers are used up") });
    expect(held.kind === "failed" ? held.retryAfterSeconds : 0).toBeGreaterThan(50);
  });

  it("counts a call under way as a 4xx that may come", async () => {
    limits(1_000, 20);
    upstream.answer({ stall: "before-headers" });
    const stop = new AbortController();
    const underWay = Array.from({ length: 18 }, () => call({ signal: stop.signal }));
    await upstream.received(18);
    expect(await atOnce()).toMatchObject({ reason: "refusals", secondsLeft: null });
    stop.abort();
    await Promise.all(underWay);
    expect(upstream.requests).toHaveLength(18);
  });

  it("gives a reservation back when nothing went out, and takes an abandoned one back after its time", async () => {
    limits(1_000, 20);
    const closed = await scriptedUpstream();
    setSettings({ ...settings(), upstreamOrigins: { sandbox: closed.origin, staging: upstream.origin } });
    await closed.close();
    const nowhere = await Promise.all(Array.from({ length: 15 }, () => sendFor({ workspaceId: A, credentialId: null })(get(closed.origin))));
    expect(new Set(nowhere.map(words))).toEqual(new Set(["connect-refused"]));
    const { rows } = await pool().query("select sum(requests)::int as requests, sum(refusals)::int as refusals from fair_use_seconds");
    expect(rows).toEqual([{ requests: 0, refusals: 0 }]);

    // A process that was killed: what it had reserved is all that is left of it.
    for (let n = 0; n < 20; n += 1) {
      await pool().query("insert into fair_use_calls (address, id, holder, joined_at, admitted_at, lease_until) values ($1, gen_random_uuid(), $2, now(), now(), now() + interval '66 seconds')", [upstream.origin, B]);
    }
    expect(await atOnce()).toMatchObject({ reason: "refusals" });
    await letPass(67);
    expect(await atOnce()).toBe(200);
  });

  it("lets a call wait with its place, and go when it may", async () => {
    limits(10, 1_000);
    await untilHeldBack();
    const told: (Wait | null)[] = [];
    let first: () => void;
    const waits = new Promise<void>((resolve) => (first = resolve));
    const going = call({ deadlineMs: 90_000, onWait: (wait) => (told.push(wait), first()) });
    await waits;
    const behind = new Promise<Wait | null>((resolve) => void call({ deadlineMs: 90_000, onWait: resolve }));
    expect(await behind).toMatchObject({ reason: "requests", place: 2 });
    expect(told[0]).toMatchObject({ reason: "requests", place: 1 });
    expect(told[0]?.secondsLeft).toBeGreaterThan(55);
    expect(told[0]?.secondsLeft).toBeLessThanOrEqual(61);
    const before = upstream.requests.length;
    await letPass(62);
    expect(words(await going)).toBe(200);
    expect(told.at(-1)).toBeNull();
    await upstream.received(before + 2);
  });

  it("leaves the line when it is cancelled, without having sent anything", async () => {
    limits(10, 1_000);
    await untilHeldBack();
    const sent = upstream.requests.length;
    const stop = new AbortController();
    const answer = await call({ deadlineMs: 90_000, signal: stop.signal, onWait: () => stop.abort() });
    expect(answer).toMatchObject({ failure: "cancelled", mayHaveBeenReceived: false });
    expect(upstream.requests).toHaveLength(sent);
    expect((await pool().query("select * from fair_use_calls")).rows).toEqual([]);
  });

  it("counts the simulator without limiting it", async () => {
    setSettings({ ...settings(), loopbackOrigin: upstream.origin, upstreamOrigins: {} });
    limits(2, 2);
    upstream.answer({ status: 503, headers: { "Retry-After": "60" } });
    expect((await calls(30, { credentialId: randomUUID() })).map(words)).toEqual(Array(30).fill(503));
    setSettings({ ...settings(), loopbackOrigin: "http://127.0.0.1:3000", upstreamOrigins: { staging: upstream.origin } });
  });
});

describe("shares", () => {
  it("let another workspace's single call go at once while one floods", async () => {
    limits(1_000, 60);
    upstream.answer({ status: 404 });
    const flooding = new AbortController();
    const flood = Promise.all(Array.from({ length: 100 }, () => call({ deadlineMs: 60_000, signal: flooding.signal })));
    await upstream.received(50);
    expect(await atOnce({ workspaceId: B })).toBe(404);
    flooding.abort();
    await flood;
    const mine = await pool().query("select sum(requests)::int as many from fair_use_seconds where holder = $1 and address = $2", [A, upstream.origin]);
    expect(mine.rows[0].many).toBeLessThanOrEqual(54);
    expect(upstream.requests.length).toBeLessThanOrEqual(60);
  });

  it("give two that want all of it the same", async () => {
    limits(100, 1_000);
    const went = { [A]: 0, [B]: 0 };
    for (let round = 0; round < 60; round += 1) {
      for (const workspaceId of [A, B]) if ((await atOnce({ workspaceId })) === 200) went[workspaceId] = (went[workspaceId] ?? 0) + 1;
    }
    expect([went[A], went[B]]).toEqual([47, 46]);
  });
});

describe("Retry-After of the other side", () => {
  const DATES: Record<string, number> = { "in 90 s": 90_000, "90 s ago": -90_000 };
  it.each([
    ["seconds", "7", 7],
    ["a date", "in 90 s", 90],
    ["a date in the past", "90 s ago", 1],
    ["zero", "0", 1],
    ["a negative number", "-5", 1],
    ["a huge number", "1000000000000", 300],
    ["1e12", "1e12", 1],
    ["garbage", "soon", 1],
    ["seconds on a 503", "7", 7, 503],
    ["none", undefined, 0],
  ])("%s", async (_case, value, pausesFor, status = 429) => {
    const date = value === undefined ? undefined : DATES[value];
    const sent = date === undefined ? value : new Date(Date.now() + date).toUTCString();
    upstream.answer({ status, times: 1, headers: sent === undefined ? {} : { "Retry-After": sent } });
    await call();
    const other = await atOnce({ workspaceId: B });
    if (pausesFor === 0) return expect(other).toBe(200);
    expect(other).toMatchObject({ reason: "pause" });
    const left = typeof other === "number" ? 0 : (other.secondsLeft ?? 0);
    expect(left).toBeLessThanOrEqual(pausesFor);
    expect(left).toBeGreaterThan(pausesFor - 3);
    expect(upstream.requests).toHaveLength(1);
    await letPass(pausesFor);
    expect(await atOnce({ workspaceId: B })).toBe(200);
  });

  it("means nothing beside another status", async () => {
    upstream.answer({ status: 404, headers: { "Retry-After": "60" } });
    expect([await atOnce(), await atOnce()]).toEqual([404, 404]);
  });
});
