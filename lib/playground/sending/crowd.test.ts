import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { pool } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { freshMeter, letPass } from "@/lib/fair-use/testing/meter";
import { AppError } from "@/lib/shared/errors";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { readFrames } from "../frames";
import { aCredential, anInput, calls, givesTokens, playgroundWorld, readRun, run, type PlaygroundWorld } from "../testing/playground-world";
import { send } from "./service";

let world: PlaygroundWorld;
let other: WorkspaceScope;
let otherCredential: string;
beforeAll(async () => {
  await testDatabase();
  world = await playgroundWorld();
  other = await aMember("owner");
  otherCredential = await aCredential(other, "staging");
  return () => world.upstream.close();
});
const before = () => settings().fairUse;
let usual: ReturnType<typeof before>;
beforeEach(async () => {
  usual = before();
  world.upstream.reset();
  givesTokens(world.upstream);
  await freshMeter();
});
afterEach(() => setSettings({ ...settings(), fairUse: usual, sendsPerWorkspace: 400 }));

it("keeps a workspace with 200 slow calls from slowing another, and says so above its cap", async () => {
  setSettings({ ...settings(), sendsPerWorkspace: 100 });
  world.upstream.answer({ path: /products$/, stall: "before-headers" });
  await readRun(await send(world.owner, anInput(world, { operationId: "getToken" }), new AbortController().signal));
  const stop = new AbortController();
  const slow = await Promise.all(
    Array.from({ length: 200 }, () => send(world.owner, anInput(world), stop.signal).catch((error: unknown) => error)),
  );
  const refused = slow.filter((one) => one instanceof AppError);
  expect(refused).toHaveLength(100);
  expect(refused[0]).toMatchObject({ code: "workspace.busy", status: 429, retryAfterSeconds: 2 });
  const reading = slow.filter((one) => one instanceof ReadableStream).map((stream) => readRun(stream).catch(() => undefined));
  while (calls(world.upstream).length < 100) await world.upstream.received(world.upstream.requests.length + 1);

  // None of the hundred holds a connection to the database while it waits for the other side.
  expect(pool().waitingCount).toBe(0);
  world.upstream.answer({ path: /ping$/, body: {} });
  for (let n = 0; n < 20; n += 1) {
    const quick = await readRun(
      await send(other, anInput(world, { operationId: "getSystemPing", credentialId: otherCredential, scopes: [] }), new AbortController().signal),
    );
    expect(quick.trailer.outcome).toEqual({ kind: "reply", status: 200 });
  }
  expect(calls(world.upstream).filter(({ path }) => path.endsWith("products"))).toHaveLength(100);
  stop.abort();
  await Promise.all(reading);
  world.upstream.answer({ path: /products$/, body: {} });
  expect((await run(world)).trailer.outcome).toEqual({ kind: "reply", status: 200 });
});

it("tells who waits why, at which place and how long, and goes when it may", async () => {
  world.upstream.answer({ path: /products$/, body: {} });
  await run(world);
  // So that the minute is over before a send gives up.
  await letPass(5);
  setSettings({ ...settings(), fairUse: { requestsPerMinute: 2, refusalsPerMinute: 1_000 } });
  const stages: string[] = [];
  let waits = 0;
  for await (const frame of readFrames(await send(world.owner, anInput(world), new AbortController().signal))) {
    if (frame.kind !== "progress") continue;
    stages.push(frame.progress.stage);
    if (frame.progress.wait === undefined) continue;
    expect(frame.progress.wait).toMatchObject({ reason: "requests", place: 1, secondsLeft: expect.any(Number), givesUpInSeconds: expect.any(Number) });
    waits += 1;
    if (waits === 1) await letPass(62);
  }
  expect(stages).toEqual(["getting a token", "sending", "waiting for the fair-use budget", "sending"]);
  expect(calls(world.upstream)).toHaveLength(2);
});

it("explains a refusal of its own as the console's, with the time to come back", async () => {
  world.upstream.answer({ path: /products$/, status: 429, headers: { "Retry-After": "120" } });
  await run(world);
  const { trailer } = await run(world);
  expect(trailer.outcome).toMatchObject({ kind: "failed", failure: "console-budget", mayHaveBeenReceived: false, retryAfterSeconds: expect.any(Number) });
  expect(trailer.diagnosis).toMatchObject({ party: "console", effect: "nothing to change", retry: { verdict: "after waiting", afterSeconds: expect.any(Number) } });
  expect(calls(world.upstream)).toHaveLength(1);
});
