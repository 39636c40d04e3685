/**
 * How long ago something was, on a machine whose clock may be put right while the process runs. What is stored is dated by that clock,
 * because people and other processes must be able to read it; how old it is, is counted beside it by one that nobody can set.
 */
import { uptime } from "node:os";
import { processSlot } from "./process-slot";
import { MINUTE_MS, SECOND_MS } from "./time";

/** Smaller steps are the daily work of keeping a clock right. */
const STEP_MS = 5 * SECOND_MS;
/** By so much the clocks of replicas may differ; what is dated later than that was dated by a clock that has been put back since. */
export const CLOCK_TOLERANCE_MS = MINUTE_MS;
const MOST_STRETCHES = 50;

/** A stretch of time without a step: the machine's clock was so far ahead of the steady one, from then on. */
interface Stretch {
  fromSteadyMs: number;
  aheadMs: number;
}

const slot = processSlot<Stretch[]>("clock-stretches");

/** Milliseconds of a clock that nobody sets, time asleep included. Only differences mean something. */
export function steadyMs(): number {
  return uptime() * SECOND_MS;
}

/** How far the machine's clock is ahead of the steady one. It changes only when somebody sets the clock. */
export function aheadMs(): number {
  return Date.now() - steadyMs();
}

/** The stretches that this process has seen, the newest first. */
function stretches(): readonly Stretch[] {
  const seen = slot.getOrMake(() => []);
  const ahead = aheadMs();
  const [newest] = seen;
  if (newest === undefined || Math.abs(ahead - newest.aheadMs) > STEP_MS) seen.unshift({ fromSteadyMs: steadyMs(), aheadMs: ahead });
  seen.length = Math.min(seen.length, MOST_STRETCHES);
  return seen;
}

/**
 * How many milliseconds ago something was that the machine's clock dated, whatever was done to that clock since, as far as this
 * process has seen it. Where the clock has shown a time twice, the later one is meant.
 *
 * @returns undefined for what is yet to come, which a clock must have dated that was put back before this process began
 */
export function msSince(dated: Date, now: Date = new Date()): number | undefined {
  const seen = stretches();
  const [current] = seen;
  const plainMs = now.getTime() - dated.getTime();
  if (current === undefined) return plainMs;
  const nowSteadyMs = now.getTime() - current.aheadMs;
  let untilSteadyMs = nowSteadyMs + CLOCK_TOLERANCE_MS;
  for (const [at, { fromSteadyMs, aheadMs }] of seen.entries()) {
    const steady = dated.getTime() - aheadMs;
    const isOldest = at === seen.length - 1;
    if (steady <= untilSteadyMs && (steady >= fromSteadyMs - STEP_MS || isOldest)) return Math.max(0, nowSteadyMs - steady);
    untilSteadyMs = fromSteadyMs + STEP_MS;
  }
  return plainMs >= -CLOCK_TOLERANCE_MS ? Math.max(0, plainMs) : undefined;
}
