import { beforeEach, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { asOwner } from "@/lib/db/testing/database";
import { setDraining } from "@/lib/http/draining";
import { processSlot } from "@/lib/shared/process-slot";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { run } from "../testing/playground-world";
import { worldInTests } from "../testing/world-in-tests";
import { readEvents, writeEvent, type LiveEvent } from "./model";
import { liveRuns } from "./service";

const world = worldInTests({ newOwner: true });
beforeEach(() => {
  world.upstream.answer({ path: /products$/, body: {} });
});

const always = () => Promise.resolve(true);
const listening = async () => (await asOwner("select 1 from pg_stat_activity where datname = current_database() and query ilike 'listen console_runs%'")).rowCount;

interface Listener {
  events: LiveEvent[];
  /** Resolves when the stream ends by itself. */
  ended: Promise<void>;
  leave: () => void;
}

/** Listens once the connection does. */
async function listen(scope: WorkspaceScope, mayStill: () => Promise<boolean> = always, beatMs?: number): Promise<Listener> {
  const stop = new AbortController();
  const events: LiveEvent[] = [];
  const stream = liveRuns(scope, mayStill, stop.signal, beatMs);
  const ended = (async () => {
    let text = "";
    for await (const chunk of stream) {
      const read = readEvents(text + new TextDecoder().decode(chunk));
      text = read.rest;
      events.push(...read.events);
    }
  })();
  await expect.poll(listening).toBe(1);
  return { events, ended, leave: () => stop.abort() };
}

describe("new runs", () => {
  it("are told to everybody who listens in the workspace, to nobody elsewhere, as ids and nothing else", async () => {
    const [mine, colleague, stranger] = [await listen(world.owner), await listen(await aMember("viewer", world.owner)), await listen(await aMember("owner"))];
    const { trailer } = await run(world);
    for (const one of [mine, colleague]) await expect.poll(() => one.events).toEqual([{ kind: "runs", ids: [trailer.runId] }]);
    expect(stranger.events).toEqual([]);
    for (const one of [mine, colleague, stranger]) one.leave();
    await Promise.all([mine, colleague, stranger].map(({ ended }) => ended));
    await expect.poll(listening).toBe(0);
  });

  it("are not told to whoever may no longer read, and the stream ends with the next beat", async () => {
    let isMember = true;
    const told = await listen(world.owner, () => Promise.resolve(isMember));
    await run(world);
    await expect.poll(() => told.events).toHaveLength(1);
    isMember = false;
    await run(world);
    await told.ended;
    expect(told.events).toHaveLength(1);
    isMember = true;
    const quiet = await listen(world.owner, () => Promise.resolve(isMember), 20);
    isMember = false;
    await quiet.ended;
  });

  it("may have been missed while the connection was gone, which is said", async () => {
    const told = await listen(world.owner);
    await asOwner("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen console_runs%'");
    await expect.poll(() => told.events, { timeout: 10_000 }).toEqual([{ kind: "missed" }]);
    const { trailer } = await run(world);
    await expect.poll(() => told.events.at(-1)).toEqual({ kind: "runs", ids: [trailer.runId] });
    told.leave();
    await told.ended;
  });

  it("are told to a person's first twelve pages", async () => {
    const open = await Promise.all(Array.from({ length: 12 }, () => listen(world.owner)));
    expect(() => liveRuns(world.owner, always, new AbortController().signal)).toThrow(expect.objectContaining({ code: "throttle.exceeded" }));
    for (const one of open) one.leave();
    await Promise.all(open.map(({ ended }) => ended));
    (await listen(world.owner)).leave();
  });

  it("end when the console stops, which takes no more listeners", async () => {
    const told = await listen(world.owner);
    setDraining();
    await told.ended;
    expect(() => liveRuns(world.owner, always, new AbortController().signal)).toThrow(expect.objectContaining({ code: "console.unavailable" }));
    processSlot("draining").clear();
  });
});

it("events are read as they were written, whole ones only", () => {
  const id = "6f1c9e0a-7a52-4b5c-9d27-3f1f0c2f5a11";
  const written = writeEvent({ kind: "runs", ids: [id] }) + ": beat\n\n" + writeEvent({ kind: "missed" });
  expect(readEvents(`${written}event: runs\nda`)).toEqual({ events: [{ kind: "runs", ids: [id] }, { kind: "missed" }], rest: "event: runs\nda" });
  expect(readEvents("event: runs\ndata: <script>\n\nevent: else\ndata: x\n\n").events).toEqual([]);
});
