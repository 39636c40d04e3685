import { randomInt } from "node:crypto";
import { simulatorSettings } from "@/lib/simulator/settings";
import { clockOffsetSeconds, resetWorld as emptyWorld, setClockOffsetSeconds } from "@/lib/simulator/store";
import { pokeDeliverers } from "@/lib/simulator/webhooks/deliverer";
import { bringForward } from "@/lib/simulator/webhooks/store";

/** How long a process believes what it knows of a world's clock; another replica may have moved it. */
const BELIEVE_MS = 500;
const MAX_REMEMBERED = 10_000;

const remembered = new Map<string, { offsetSeconds: number; readAtMs: number }>();

/** The time in a world. */
export async function worldNow(world: string, machineNow: Date): Promise<Date> {
  const known = remembered.get(world);
  const readAtMs = performance.now();
  let offsetSeconds: number;
  if (known !== undefined && readAtMs - known.readAtMs < BELIEVE_MS) offsetSeconds = known.offsetSeconds;
  else {
    offsetSeconds = await clockOffsetSeconds(world);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(world, { offsetSeconds, readAtMs });
  }
  return new Date(machineNow.getTime() + offsetSeconds * 1000);
}

/** Moves a world's clock: holds lapse, bookings settle and travel dates pass without waiting. Tokens keep to the machine's clock. */
export async function moveClock(world: string, offsetSeconds: number): Promise<void> {
  await setClockOffsetSeconds(world, offsetSeconds);
  remembered.delete(world);
  const machineNow = simulatorSettings().now?.() ?? new Date();
  await bringForward(world, new Date(machineNow.getTime() + offsetSeconds * 1000));
  pokeDeliverers();
}

/** Forgets everything that was made in a world. */
export async function resetWorld(world: string): Promise<void> {
  await emptyWorld(world);
  remembered.delete(world);
}

/** A reference in the upstream's style: digits only, never beginning with 0. */
export function newReference(): string {
  return `${randomInt(1, 10)}${String(randomInt(0, 10 ** 12)).padStart(12, "0")}`;
}
