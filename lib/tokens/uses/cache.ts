/**
 * Counts the calls that a token has served, in memory for a moment, so that a thousand calls on
 * one token do not queue for one row. A crash loses at most that moment of a statistic.
 */
import "server-only";
import { processSlot } from "@/lib/shared/process-slot";
import { addUses } from "../store";

const FLUSH_AFTER_MS = 250;

interface Counted {
  workspaceId: string;
  tokenId: string;
  calls: number;
  lastUsedAt: Date;
}

interface Tally {
  counted: Map<string, Counted>;
  timer: NodeJS.Timeout | undefined;
  /** What is being written now. */
  writing: Promise<void>;
  /** What is to be written after it. */
  next?: Promise<void> | undefined;
}

const slot = processSlot<Tally>("token-uses");

/** Notes one call. Returns at once. */
export function countUse(workspaceId: string, tokenId: string, at: Date): void {
  const tally = slot.getOrMake(() => ({ counted: new Map(), timer: undefined, writing: Promise.resolve() }));
  const key = `${workspaceId} ${tokenId}`;
  const calls = (tally.counted.get(key)?.calls ?? 0) + 1;
  tally.counted.set(key, { workspaceId, tokenId, calls, lastUsedAt: at });
  // Not worth keeping a process alive for, nor worth a failure: the next flush tries nothing again.
  tally.timer ??= setTimeout(() => void flushUses().catch(() => undefined), FLUSH_AFTER_MS).unref();
}

/**
 * Writes what was counted, and waits for what is being written already; readers call it first, so that they see their own calls. However
 * many ask, one writes and one waits to write all that came meanwhile: a line of their own for each would grow faster than it is served.
 */
export async function flushUses(): Promise<void> {
  const tally = slot.get();
  if (!tally) return;
  clearTimeout(tally.timer);
  tally.timer = undefined;
  tally.next ??= tally.writing.catch(() => undefined).then(() => {
    tally.next = undefined;
    const counted = [...tally.counted.values()];
    tally.counted.clear();
    tally.writing = write(counted);
    return tally.writing;
  });
  await tally.next;
}

async function write(counted: readonly Counted[]): Promise<void> {
  for (const { workspaceId, tokenId, calls, lastUsedAt } of counted) await addUses(workspaceId, tokenId, calls, lastUsedAt);
}
