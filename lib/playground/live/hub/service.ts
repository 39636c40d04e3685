/** Who in this process waits for new runs of which workspace, and the one connection that hears of them. */
import "server-only";
import { log } from "@/lib/http/log";
import { processSlot } from "@/lib/shared/process-slot";
import type { LiveEvent } from "../model";
import { listenForRuns, type Listening } from "../store";

const AGAIN_AFTER_MS = 2_000;

type Tell = (event: LiveEvent) => void;

interface Hub {
  listeners: Map<string, Set<Tell>>;
  /** The connection, or the try to make one. */
  listening: Promise<Listening | undefined> | undefined;
}

const slot = processSlot<Hub>("live-runs");
const hub = (): Hub => slot.getOrMake(() => ({ listeners: new Map(), listening: undefined }));

/** Hears of the workspace's new runs from now on. @returns how to stop */
export function subscribe(workspaceId: string, tell: Tell): () => Promise<void> {
  const { listeners } = hub();
  const mine = listeners.get(workspaceId) ?? new Set();
  listeners.set(workspaceId, mine.add(tell));
  if (hub().listening === undefined) void begin();
  return async () => {
    mine.delete(tell);
    if (mine.size === 0) listeners.delete(workspaceId);
    if (listeners.size > 0) return;
    const { listening } = hub();
    hub().listening = undefined;
    await (await listening)?.stop();
  };
}

/** Begins to listen; whatever goes wrong, it is tried again for as long as somebody waits. */
function begin(): Promise<Listening | undefined> {
  const attempt: Promise<Listening | undefined> = listenForRuns(
    (workspaceId, runId) => hub().listeners.get(workspaceId)?.forEach((tell) => tell({ kind: "runs", ids: [runId] })),
    () => void again(attempt),
  ).catch((error: unknown) => {
    log().warn({ err: error }, "New runs cannot be listened for; it is tried again");
    void again(attempt);
    return undefined;
  });
  hub().listening = attempt;
  return attempt;
}

/** While nothing could be heard something may have happened, so everybody is told to look. */
async function again(lost: Promise<Listening | undefined>): Promise<void> {
  await new Promise<void>((resolve) => void setTimeout(resolve, AGAIN_AFTER_MS).unref());
  // The last one may have gone since, and another begun anew.
  if (hub().listening !== lost) return;
  if ((await begin()) === undefined) return;
  for (const waiting of hub().listeners.values()) for (const tell of waiting) tell({ kind: "missed" });
}
