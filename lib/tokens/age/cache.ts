/**
 * How old a token is, whatever is done to the machine's clock after it came: never younger than what has passed since this process
 * first saw it. Memory holds the ids and their times, no tokens.
 */
import "server-only";
import { steadyMs } from "@/lib/shared/clock";
import { processSlot } from "@/lib/shared/process-slot";

/** Far more than live at a time. Of those beyond, the first seen are as old as the clock says. */
const MOST_REMEMBERED = 10_000;

/** When each token came, by the steady clock. */
const slot = processSlot<Map<string, number>>("token-ages");

/** @param byClockMs - its age as the machine's clock has it now, which may be less than nothing */
export function ageMs(tokenId: string, byClockMs: number): number {
  const seen = slot.getOrMake(() => new Map());
  const cameMs = seen.get(tokenId) ?? firstSight(seen, tokenId, byClockMs);
  return Math.max(byClockMs, steadyMs() - cameMs);
}

function firstSight(seen: Map<string, number>, tokenId: string, byClockMs: number): number {
  const cameMs = steadyMs() - Math.max(0, byClockMs);
  seen.set(tokenId, cameMs);
  for (const oldest of seen.keys()) {
    if (seen.size <= MOST_REMEMBERED) break;
    seen.delete(oldest);
  }
  return cameMs;
}
