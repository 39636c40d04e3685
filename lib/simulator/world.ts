import { randomInt } from "node:crypto";
import { simulatorSettings } from "@/lib/simulator/settings";
import { pokeDeliverers } from "@/lib/simulator/webhooks/deliverer";
import { bringForward } from "@/lib/simulator/webhooks/store";
import { changeWorld } from "@/lib/simulator/worlds/change";
import { factsOf, timeIn } from "@/lib/simulator/worlds/facts";
import { emptyWorld, putSettings, type Transaction } from "@/lib/simulator/worlds/store";

/** The time in a world. */
export async function worldNow(world: string, machineNow: Date): Promise<Date> {
  return timeIn(await factsOf(world), machineNow);
}

/**
 * Moves a world's clock: holds lapse, tokens expire, bookings settle, deliveries fall due and travel
 * dates pass without waiting.
 *
 * @param offsetSeconds - ahead of the machine's clock; 0 is real time
 * @param alongside - what else belongs to the change, in its transaction
 */
export async function moveClock(world: string, offsetSeconds: number, alongside?: (tx: Transaction) => Promise<void>): Promise<void> {
  await changeWorld(world, async (tx) => {
    await putSettings(tx, world, { clockOffsetSeconds: offsetSeconds });
    await alongside?.(tx);
  });
  const machineNow = simulatorSettings().now?.() ?? new Date();
  await bringForward(world, new Date(machineNow.getTime() + offsetSeconds * 1000));
  pokeDeliverers();
}

/** Puts a world back to how it was seeded. */
export async function resetWorld(world: string): Promise<void> {
  await changeWorld(world, (tx) => emptyWorld(tx, world, { rules: false, products: false }));
}

/** A reference in the upstream's style: digits only, never beginning with 0. */
export function newReference(): string {
  return `${randomInt(1, 10)}${String(randomInt(0, 10 ** 12)).padStart(12, "0")}`;
}
