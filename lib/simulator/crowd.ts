import type { ServerResponse } from "node:http";
import { SIMULATED_EVERYWHERE } from "@/lib/catalog/simulated-everywhere";
import { processSlot } from "@/lib/shared/process-slot";
import { Refusal } from "@/lib/simulator/refusal";

/** As many as one workspace's own calls may be at most (SENDS_PER_WORKSPACE), so that only software beside the console meets this. */
export const REQUESTS_AT_A_TIME = 400;
const COME_BACK_SECONDS = 1;

const slot = processSlot<Map<string, number>>("simulator-crowds");

/**
 * Counts a request of a world until its answer is over, in this process.
 *
 * @throws Refusal 429 when the world has as many under way as it may
 */
export function enterCrowd(world: string, res: ServerResponse): void {
  const crowds = slot.getOrMake(() => new Map());
  const present = crowds.get(world) ?? 0;
  if (present >= REQUESTS_AT_A_TIME) throw tooManyAtOnce();
  // Whoever has left by now has no answer that could be over.
  if (res.destroyed) return;
  crowds.set(world, present + 1);
  res.once("close", () => {
    const left = (crowds.get(world) ?? 1) - 1;
    if (left > 0) crowds.set(world, left);
    else crowds.delete(world);
  });
}

/** One world asks for more at a time than it gets. */
export function tooManyAtOnce(retryAfterSeconds: number = COME_BACK_SECONDS): Refusal {
  const sentence = "This world of the simulator has too many requests under way. Nothing was changed; send fewer at a time.";
  return new Refusal(429, sentence, { errors: [sentence], headers: { "Retry-After": String(retryAfterSeconds) }, note: SIMULATED_EVERYWHERE.crowd });
}
