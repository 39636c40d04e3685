import { runHead, runProgress, runTrailer, type RunHead, type RunProgress, type RunTrailer } from "./schema";

/**
 * The framing of a send's answer. Pure: the server writes it, a worker in the browser reads it.
 *
 * A frame is one byte of kind, four bytes of payload length (big-endian), then the payload:
 *
 *   1 progress  JSON, any number, first
 *   2 head      JSON, at most one: the facts of the reply
 *   3 body      raw decoded bytes of the reply, any number
 *   4 trailer   JSON, exactly one, last: totals and what it means
 *
 * Lengths let a body hold anything, and let the reader tell a finished answer from one that broke off.
 */

export const RUN_STREAM_TYPE = "application/vnd.distributor-console.run";

const KINDS = { progress: 1, head: 2, body: 3, trailer: 4 } as const;
const HEADER_BYTES = 5;
/** Body frames are cut so that a reader never waits for, nor copies, a large one. */
const MAX_BODY_FRAME_BYTES = 256 * 1024;
/** A head can carry many headers; more than this is not ours. */
const MAX_JSON_FRAME_BYTES = 8 * 1024 * 1024;

export type RunFrame =
  | { kind: "progress"; progress: RunProgress }
  | { kind: "head"; head: RunHead }
  | { kind: "body"; bytes: Uint8Array<ArrayBuffer> }
  | { kind: "trailer"; trailer: RunTrailer };

function frame(kind: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint32(1, payload.length);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

function jsonFrame(kind: number, value: unknown): Uint8Array<ArrayBuffer> {
  return frame(kind, new TextEncoder().encode(JSON.stringify(value)));
}

export const progressFrame = (progress: RunProgress) => jsonFrame(KINDS.progress, progress);
export const headFrame = (head: RunHead) => jsonFrame(KINDS.head, head);
export const trailerFrame = (trailer: RunTrailer) => jsonFrame(KINDS.trailer, trailer);

/** One chunk of the body as one or more frames; none for an empty chunk. */
export function bodyFrames(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const frames: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < bytes.length; at += MAX_BODY_FRAME_BYTES)
    frames.push(frame(KINDS.body, bytes.subarray(at, at + MAX_BODY_FRAME_BYTES)));
  return frames;
}

/** Why a stream could not be read to its end. `broke-off`: the console or the network ended it early. */
export class FrameError extends Error {
  constructor(
    readonly reason: "broke-off" | "not-ours",
    message: string,
  ) {
    super(message);
    this.name = "FrameError";
  }
}

/** Collects chunks until a wished number of bytes is there; each byte is copied once. */
class Pieces {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** The next bytes; the caller has made sure that there are enough. */
  take(count: number): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(count);
    let at = 0;
    while (at < count) {
      const first = this.#pieces.shift();
      if (first === undefined) break;
      const part = first.subarray(0, count - at);
      taken.set(part, at);
      at += part.length;
      if (part.length < first.length) this.#pieces.unshift(first.subarray(part.length));
    }
    this.#length -= at;
    return taken;
  }
}

function readFrame(kind: number, payload: Uint8Array<ArrayBuffer>): RunFrame {
  if (kind === KINDS.body) return { kind: "body", bytes: payload };
  const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  if (kind === KINDS.progress) return { kind: "progress", progress: runProgress.parse(value) };
  if (kind === KINDS.head) return { kind: "head", head: runHead.parse(value) };
  return { kind: "trailer", trailer: runTrailer.parse(value) };
}

/** A decoder that is fed chunks as they come, cut anywhere. */
export function frameDecoder(): { push(chunk: Uint8Array): RunFrame[]; end(): void } {
  const pieces = new Pieces();
  let expected: { kind: number; length: number } | undefined;
  let finished = false;

  function nextHeader(): boolean {
    if (expected !== undefined) return true;
    if (pieces.length < HEADER_BYTES) return false;
    const view = new DataView(pieces.take(HEADER_BYTES).buffer);
    expected = { kind: view.getUint8(0), length: view.getUint32(1) };
    const limit = expected.kind === KINDS.body ? MAX_BODY_FRAME_BYTES : MAX_JSON_FRAME_BYTES;
    if (finished || expected.kind < KINDS.progress || expected.kind > KINDS.trailer || expected.length > limit) {
      throw new FrameError("not-ours", "What came is not an answer of this console.");
    }
    return true;
  }

  return {
    push(chunk) {
      pieces.push(chunk);
      const frames: RunFrame[] = [];
      while (nextHeader() && expected !== undefined && pieces.length >= expected.length) {
        const { kind, length } = expected;
        expected = undefined;
        if (kind === KINDS.trailer) finished = true;
        frames.push(readFrame(kind, pieces.take(length)));
      }
      return frames;
    },
    end() {
      if (!finished) throw new FrameError("broke-off", "The connection to the console ended before the reply was complete.");
    },
  };
}

/** Reads a whole stream, frame by frame. Ends with a `FrameError` when it breaks off or is not ours. */
export async function* readFrames(stream: ReadableStream<Uint8Array>): AsyncGenerator<RunFrame, void, void> {
  const decoder = frameDecoder();
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield* decoder.push(value);
    }
    decoder.end();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
