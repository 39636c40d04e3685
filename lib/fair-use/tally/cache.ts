/**
 * Counts calls that are not limited, in memory for a moment, so that they cost no round trip and queue for no lock. A crash loses
 * at most that moment of a statistic.
 */
import "server-only";
import { processSlot } from "@/lib/shared/process-slot";
import type { Settlement } from "../model";
import { addCounts, type Counted } from "../store";

const FLUSH_AFTER_MS = 500;

interface Tally {
  counted: Map<string, Counted>;
  timer: NodeJS.Timeout | undefined;
}

const slot = processSlot<Tally>("fair-use-tally");

/** Counts one call that has ended. Returns at once. */
export function tally(address: string, workspaceId: string, { received, refused, failed }: Settlement): void {
  const kept = slot.getOrMake(() => ({ counted: new Map(), timer: undefined }));
  const key = `${address} ${workspaceId}`;
  const before = kept.counted.get(key) ?? { address, workspaceId, requests: 0, refusals: 0, attempts: 0, failures: 0 };
  kept.counted.set(key, {
    ...before,
    requests: before.requests + Number(received),
    refusals: before.refusals + Number(refused),
    attempts: before.attempts + Number(failed !== null),
    failures: before.failures + Number(failed === true),
  });
  // Not worth keeping a process alive for, nor worth a failure: the next flush tries nothing again.
  kept.timer ??= setTimeout(() => void flushTally().catch(() => undefined), FLUSH_AFTER_MS).unref();
}

/** Writes what was counted; readers call it first, so that they see their own calls. */
export async function flushTally(): Promise<void> {
  const kept = slot.get();
  if (!kept) return;
  clearTimeout(kept.timer);
  kept.timer = undefined;
  // In one order everywhere, so that two processes never wait for each other.
  const counted = [...kept.counted.values()].sort((one, other) => (one.workspaceId < other.workspaceId ? -1 : 1));
  kept.counted.clear();
  if (counted.length > 0) await addCounts(counted);
}
