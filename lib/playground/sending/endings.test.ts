import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readFrames } from "../frames";
import { list, open } from "../service";
import { anInput, readRun, run } from "../testing/playground-world";
import { worldInTests } from "../testing/world-in-tests";
import { send } from "./service";

const world = worldInTests();

const newSignal = () => new AbortController().signal;

describe("a reply that does not come to its end", () => {
  it.each([
    ["a connection that is reset", { reset: "before-headers" as const }, "reset"],
    ["a body that is cut", { reset: "mid-body" as const, body: "x".repeat(10_000) }, "truncated"],
    ["something that is not HTTP", { raw: "NOT HTTP AT ALL\r\n\r\n" }, "malformed"],
    ["a wrong encoding", { headers: { "Content-Encoding": "gzip" }, body: "this is no gzip" }, "bad-encoding"],
    [
      "a body larger than 25 MiB",
      { headers: { "Content-Encoding": "gzip" }, body: gzipSync(Buffer.alloc(26 * 1024 * 1024)) },
      "console-body-too-large",
    ],
  ])("%s is named", async (_case, answer, failure) => {
    world.upstream.answer({ path: /products$/, ...answer });
    const { trailer } = await run(world);
    expect(trailer.outcome).toMatchObject({ kind: "failed", failure, mayHaveBeenReceived: true });
    expect(trailer.diagnosis?.code).toBe(`failure-${failure}`);
    expect((await open(world.owner, trailer.runId)).failure).toBe(failure);
  });

  it.each([["before-headers" as const], ["mid-body" as const]])(
    "%s: cancelling closes the connection at once and keeps the run",
    async (stall) => {
      world.upstream.answer({ path: /products$/, stall, body: "y".repeat(1_000) });
      const stop = new AbortController();
      const reading = readRun(await send(world.owner, anInput(world), stop.signal)).catch((error: unknown) => error);
      await world.upstream.received(2);
      const connection = world.upstream.connections.at(-1);
      const pressedAtMs = performance.now();
      stop.abort();
      await connection?.closed;
      expect((connection?.closedAtMs ?? Infinity) - pressedAtMs).toBeLessThan(100);
      await reading;
      await expect.poll(async () => (await list(world.owner, { limit: 1 })).runs[0]?.failure).toBe("cancelled");
    },
  );

  it("a reader that leaves closes the connection as well", async () => {
    world.upstream.answer({ path: /products$/, stall: "mid-body", body: "z".repeat(100_000) });
    for await (const frame of readFrames(await send(world.owner, anInput(world), newSignal()))) if (frame.kind === "body") break;
    await world.upstream.connections.at(-1)?.closed;
    await expect.poll(async () => (await list(world.owner, { limit: 1 })).runs[0]).toMatchObject({ failure: "cancelled", status: 200 });
  });
});

it("lets a large body pass and keeps its beginning", async () => {
  const body = Buffer.alloc(20 * 1024 * 1024, "0123456789abcdef");
  world.upstream.answer({ path: /products$/, body });
  let passedBytes = 0;
  for await (const frame of readFrames(await send(world.owner, anInput(world), newSignal())))
    if (frame.kind === "body") passedBytes += frame.bytes.length;
  expect(passedBytes).toBe(body.length);
  const [row] = (await list(world.owner, { limit: 1 })).runs;
  const kept = await open(world.owner, row?.id ?? "");
  expect([kept.bodyBytes, kept.bodyKeptWhole, kept.body?.length]).toEqual([body.length, false, 1024 * 1024]);
});
