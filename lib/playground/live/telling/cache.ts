/** Tells every replica of new runs; those that are made while it is telling are told of together. */
import "server-only";
import { log } from "@/lib/http/log";
import { processSlot } from "@/lib/shared/process-slot";
import { notifyOfRuns } from "../store";

/** What is still to be told, by workspace; a workspace that is being told of is there, even if with nothing. */
const slot = processSlot<Map<string, string[]>>("runs-to-tell");

/** Returns at once. Telling may fail: lists are right again at the next look. */
export function tellOfRun(workspaceId: string, runId: string): void {
  const waiting = slot.getOrMake(() => new Map());
  const others = waiting.get(workspaceId);
  if (others) return void others.push(runId);
  waiting.set(workspaceId, [runId]);
  void tellAll(workspaceId, waiting);
}

async function tellAll(workspaceId: string, waiting: Map<string, string[]>): Promise<void> {
  for (let runIds = waiting.get(workspaceId) ?? []; runIds.length > 0; runIds = waiting.get(workspaceId) ?? []) {
    waiting.set(workspaceId, []);
    await notifyOfRuns(workspaceId, runIds).catch((error: unknown) => log().warn({ err: error }, "Nobody was told of a new run"));
  }
  waiting.delete(workspaceId);
}
