import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import type { FailedSend, Reply } from "@/lib/upstream/model";
import { get, post } from "@/lib/upstream/testing/open-send";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
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
  await freshMeter();
});

const WORKSPACE = randomUUID();
const CREDENTIAL = randomUUID();

async function call(credentialId: string | null = CREDENTIAL, method: "GET" | "POST" = "GET"): Promise<Reply | FailedSend> {
  const request = method === "GET" ? get(`${upstream.origin}/x`) : post(`${upstream.origin}/x`, "{}");
  const answer = await sendFor({ workspaceId: WORKSPACE, credentialId })(request);
  if (answer.kind === "reply") for await (const chunk of answer.body) void chunk;
  return answer;
}

const words = (answer: Reply | FailedSend) => (answer.kind === "reply" ? answer.status : answer.failure);

async function answers(...statuses: number[]): Promise<unknown[]> {
  const said = [];
  for (const status of statuses) {
    upstream.answer({ status, times: 1 });
    said.push(words(await call()));
  }
  return said;
}

const many = (count: number, status: number): number[] => Array<number>(count).fill(status);

it("opens when half of at least twenty failed, and then answers without asking the other side", async () => {
  expect(await answers(...many(10, 200), ...many(9, 503))).toHaveLength(19);
  upstream.answer({ reset: "before-headers", times: 1 });
  expect(words(await call(CREDENTIAL, "POST"))).toBe("reset");
  const asked = upstream.requests.length;

  for (let n = 0; n < 50; n += 1) {
    expect(await call()).toMatchObject({ failure: "console-breaker", mayHaveBeenReceived: false, detail: expect.stringMatching(/may go in 1\d s\.$/) });
  }
  expect(upstream.requests).toHaveLength(asked);
});

it.each([
  ["4xx answers", [...many(10, 200), ...many(30, 422)]],
  ["fewer than half", [...many(12, 200), ...many(10, 504)]],
  ["fewer than twenty", many(19, 502)],
  ["a 500, which may be about the call", many(25, 500)],
])("stays closed for %s", async (_case, statuses) => {
  await answers(...statuses);
  expect(await answers(200)).toEqual([200]);
});

it("counts a minute, not for ever", async () => {
  await answers(...many(15, 503));
  await letPass(62);
  expect(await answers(...many(15, 503), 200)).toEqual([...many(15, 503), 200]);
});

it("concerns one credential", async () => {
  await answers(...many(20, 503));
  upstream.answer({});
  expect([words(await call()), words(await call(randomUUID())), words(await call(null))]).toEqual(["console-breaker", 200, 200]);
});

it("lets exactly one call try when the time has come, and closes when that works", async () => {
  await answers(...many(20, 503));
  await letPass(16);
  const before = upstream.requests.length;
  let answer: () => void = () => undefined;
  const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
  upstream.answer(async () => {
    await mayAnswer;
    return {};
  });
  const tries = Array.from({ length: 30 }, () => call());
  const settled = Promise.all(tries);
  await upstream.received(before + 1);
  // The other 29 are answered while the one is under way.
  let heldBack = 0;
  await new Promise<void>((resolve) => {
    for (const one of tries) {
      void one.then((said) => {
        if (words(said) === "console-breaker") heldBack += 1;
        if (heldBack === 29) resolve();
      });
    }
  });
  answer();
  expect((await settled).filter((said) => words(said) === 200)).toHaveLength(1);
  expect(upstream.requests).toHaveLength(before + 1);
  expect(words(await call())).toBe(200);
});

it("rests twice as long after a try that failed", async () => {
  await answers(...many(20, 503));
  await letPass(16);
  expect(await answers(503)).toEqual([503]);
  await letPass(16);
  expect(words(await call())).toBe("console-breaker");
  await letPass(15);
  expect(await answers(200, 200)).toEqual([200, 200]);
});

it("forgets a try whose process died, and lets another go", async () => {
  await answers(...many(20, 503));
  await letPass(16);
  upstream.answer({ stall: "before-headers" });
  const lost = new AbortController();
  const before = upstream.requests.length;
  const probe = sendFor({ workspaceId: WORKSPACE, credentialId: CREDENTIAL })(get(upstream.origin), { signal: lost.signal });
  await upstream.received(before + 1);
  expect(words(await call())).toBe("console-breaker");
  await letPass(67);
  upstream.answer({});
  expect(words(await call())).toBe(200);
  lost.abort();
  await probe;
});

it.each([
  ["answered with 503", { status: 503 }],
  ["reset", { reset: "before-headers" as const }],
  ["never answered", { stall: "before-headers" as const }],
])("never repeats a POST that is %s", async (_case, answer) => {
  upstream.answer(answer);
  const post1 = () => sendFor({ workspaceId: WORKSPACE, credentialId: null })(post(`${upstream.origin}/x`, "{}"), { deadlineMs: 1_500 });
  await Promise.all(Array.from({ length: 60 }, post1));
  expect(upstream.requests).toHaveLength(60);
});
