/**
 * New runs of a workspace as they are made, on whichever replica, to whoever looks at a list of them. What goes out is ids;
 * the runs themselves are asked for as always.
 */
import "server-only";
import { isDraining, onDraining } from "@/lib/http/draining";
import { AppError } from "@/lib/shared/errors";
import { processSlot } from "@/lib/shared/process-slot";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { pulledStream } from "../sending/pulled-stream";
import { subscribe } from "./hub/service";
import { BEAT, BEAT_MS, MOST_IDS, writeEvent, type LiveEvent } from "./model";

/** Streams of one person in this process; a browser holds one for each tab that is looked at. */
const MOST_STREAMS = 12;
const STOPPING_RETRY_SECONDS = 5;

const streams = processSlot<Map<string, number>>("live-streams");
const counts = (): Map<string, number> => streams.getOrMake(() => new Map());

/**
 * Server-sent events (model.ts) until the reader leaves, may no longer read, or the console stops.
 *
 * @param mayStill - asked before every event and with every beat; false ends the stream
 * @throws AppError `throttle.exceeded` for too many at once, `console.unavailable` while stopping
 */
export function liveRuns(scope: WorkspaceScope, mayStill: () => Promise<boolean>, signal: AbortSignal, beatMs = BEAT_MS): ReadableStream<Uint8Array> {
  assertMay(scope, "run.read");
  if (isDraining()) throw new AppError("console.unavailable", "The console is stopping. Try again in a few seconds.", { retryAfterSeconds: STOPPING_RETRY_SECONDS });
  if ((counts().get(scope.userId) ?? 0) >= MOST_STREAMS) {
    throw new AppError("throttle.exceeded", "Too many pages of yours listen for new runs. Close some, or reload this one.", { retryAfterSeconds: STOPPING_RETRY_SECONDS });
  }
  const cancel = new AbortController();
  if (signal.aborted) cancel.abort();
  signal.addEventListener("abort", () => cancel.abort(), { once: true });
  return pulledStream(events(scope, mayStill, cancel.signal, beatMs), cancel);
}

async function* events({ workspaceId, userId }: WorkspaceScope, mayStill: () => Promise<boolean>, signal: AbortSignal, beatMs: number): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder();
  const heard = new Set<string>();
  let hasMissed = false;
  let wake = (): void => undefined;
  const wakeUp = (): void => wake();
  const tell = (event: LiveEvent): void => {
    if (event.kind === "missed") hasMissed = true;
    else for (const id of event.ids) if (heard.size < MOST_IDS) heard.add(id);
    wakeUp();
  };
  counts().set(userId, (counts().get(userId) ?? 0) + 1);
  const unsubscribe = subscribe(workspaceId, tell);
  const forgetDraining = onDraining(wakeUp);
  signal.addEventListener("abort", wakeUp);
  try {
    // The answer's head goes out with the first bytes.
    yield encoder.encode(BEAT);
    for (;;) {
      if (heard.size === 0 && !hasMissed && !signal.aborted && !isDraining()) {
        let beat: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          beat = setTimeout(resolve, beatMs).unref();
        });
        clearTimeout(beat);
      }
      if (signal.aborted || isDraining() || !(await mayStill())) return;
      const event: LiveEvent | undefined = hasMissed ? { kind: "missed" } : heard.size > 0 ? { kind: "runs", ids: [...heard] } : undefined;
      hasMissed = false;
      heard.clear();
      yield encoder.encode(event === undefined ? BEAT : writeEvent(event));
    }
  } finally {
    forgetDraining();
    const left = (counts().get(userId) ?? 1) - 1;
    if (left > 0) counts().set(userId, left);
    else counts().delete(userId);
    await unsubscribe();
  }
}
