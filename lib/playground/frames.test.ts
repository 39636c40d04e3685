import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyFrames, FrameError, frameDecoder, headFrame, progressFrame, readFrames, trailerFrame, type RunFrame } from "./frames";
import type { RunHead, RunTrailer } from "./schema";

const runId = "6f1c9e0a-7a52-4b5c-9d27-3f1f0c2f5a11";
const scopes = { needed: ["a"], asked: ["a"], granted: null, holds: "yes" as const };
const request = {
  method: "GET",
  url: "https://example.com/v3.8/distributor/products",
  headers: [["Accept", "application/json"]] as [string, string][],
  body: null,
  bodyBytes: 0,
};
const head: RunHead = {
  origin: "upstream",
  runId,
  request,
  status: 200,
  headers: [["Content-Type", "application/json"]],
  headersAfterMs: 12.5,
  token: null,
  scopes,
};
const trailer: RunTrailer = {
  runId,
  outcome: { kind: "reply", status: 200 },
  request,
  scopes,
  bodyBytes: 3,
  bodySha256: "00",
  redactions: 0,
  startedAt: "2026-11-23T20:00:00.000Z",
  durationMs: 20,
  diagnosis: null,
  notes: [],
  tokenRetired: false,
  kept: true,
};

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function answer(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined([progressFrame({ runId, stage: "sending" }), headFrame(head), ...bodyFrames(body), trailerFrame(trailer)]);
}

const bodyOf = (frames: readonly RunFrame[]) => joined(frames.flatMap((frame) => (frame.kind === "body" ? [frame.bytes] : [])));

describe("the frames of a send", () => {
  it("come back as they went in, wherever the stream is cut", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 3_000 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 40 }),
        (body, cuts) => {
          const bytes = answer(body);
          const decoder = frameDecoder();
          const frames: RunFrame[] = [];
          for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
            const size = cuts[cut % cuts.length] ?? 1;
            frames.push(...decoder.push(bytes.subarray(at, at + size)));
            at += size;
          }
          decoder.end();
          expect(frames[0]).toEqual({ kind: "progress", progress: { runId, stage: "sending" } });
          expect(frames[1]).toEqual({ kind: "head", head });
          expect(frames.at(-1)).toEqual({ kind: "trailer", trailer });
          expect(Buffer.compare(bodyOf(frames), body)).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("carry a large body in pieces", () => {
    const body = new Uint8Array(1_000_000).map((_, at) => at % 251);
    const frames = frameDecoder().push(answer(body));
    expect(Buffer.compare(bodyOf(frames), body)).toBe(0);
    expect(frames.filter((frame) => frame.kind === "body")).toHaveLength(4);
  });

  it("tell an answer that broke off", () => {
    const bytes = answer(new Uint8Array(10));
    for (const length of [0, 3, bytes.length - 1]) {
      const decoder = frameDecoder();
      decoder.push(bytes.subarray(0, length));
      expect(() => decoder.end()).toThrow(FrameError);
    }
  });

  it.each([
    ["an HTML page", new TextEncoder().encode("<!doctype html><p>Bad gateway</p>")],
    ["something after the trailer", joined([answer(new Uint8Array(0)), bodyFrames(new Uint8Array(1))[0] ?? new Uint8Array()])],
    ["an absurd length", new Uint8Array([2, 255, 255, 255, 255])],
  ])("refuse %s", (_case, bytes) => {
    expect(() => frameDecoder().push(bytes)).toThrow(expect.objectContaining({ reason: "not-ours" }));
  });

  it("are read from a stream, which is let go when reading stops", async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(progressFrame({ runId, stage: "sending" }));
      },
      cancel() {
        cancelled = true;
      },
    });
    for await (const frame of readFrames(stream)) {
      expect(frame.kind).toBe("progress");
      break;
    }
    expect(cancelled).toBe(true);
  });
});
