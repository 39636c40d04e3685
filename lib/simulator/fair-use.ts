import { SIMULATED_EVERYWHERE } from "@/lib/catalog/simulated-everywhere";
import { Refusal } from "@/lib/simulator/refusal";
import type { Visit } from "@/lib/simulator/visit";
import { block, countInMinute } from "@/lib/simulator/worlds/store";

/** The vendor's figures (facts §1.6): so many requests a minute, and so many 4xx before a minute's silence. */
export const REQUESTS_A_MINUTE = 1_000;
export const REFUSALS_A_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Counts a call, and answers it when the world is over a limit. Counted in the database, so that replicas agree. */
export async function overLimit({ facts, now }: Visit): Promise<Refusal | undefined> {
  if (!facts.fairUse) return undefined;
  const { requests, blockedUntil } = await countInMinute(facts.world, minuteOf(now), { requests: 1, refusals: 0 });
  const blockedMs = (blockedUntil?.getTime() ?? 0) - now.getTime();
  // A block that seems longer than a minute is left over from a clock that was set back.
  if (blockedMs > 0 && blockedMs <= MINUTE_MS) {
    return tooMany(`Blocked for a minute after ${REFUSALS_A_MINUTE} refused requests in one.`, blockedMs);
  }
  if (requests <= REQUESTS_A_MINUTE) return undefined;
  return tooMany(`More than ${REQUESTS_A_MINUTE} requests in a minute.`, minuteOf(now).getTime() + MINUTE_MS - now.getTime());
}

/** Counts the status of an answer; the sixtieth 4xx of a minute blocks the world for a minute. */
export async function countAnswer(visit: Visit | undefined, status: number): Promise<void> {
  if (visit?.facts.fairUse !== true || status < 400 || status > 499) return;
  const { facts, now } = visit;
  const { refusals } = await countInMinute(facts.world, minuteOf(now), { requests: 0, refusals: 1 });
  if (refusals === REFUSALS_A_MINUTE) await block(facts.world, new Date(now.getTime() + MINUTE_MS));
}

/** The full minute that a moment is in. */
export function minuteOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
}

function tooMany(sentence: string, waitMs: number): Refusal {
  const headers = { "Retry-After": String(Math.max(1, Math.ceil(waitMs / 1000))) };
  return new Refusal(429, sentence, { errors: [sentence], headers, note: SIMULATED_EVERYWHERE.fairUse });
}
