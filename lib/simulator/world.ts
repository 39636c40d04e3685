import { simulatorSettings } from "@/lib/simulator/settings";
import { reschedule } from "@/lib/simulator/webhooks/store";
import { changeWorld } from "@/lib/simulator/worlds/change";
import { factsOf, timeIn } from "@/lib/simulator/worlds/facts";
import { putSettings, type Transaction } from "@/lib/simulator/worlds/store";

/** The time in a world. */
export async function worldNow(world: string, machineNow: Date): Promise<Date> {
  return timeIn(await factsOf(world), machineNow);
}

/** Where a world's clock is to be put; where it is when neither is said. */
export interface ClockChange {
  /** Ahead of the machine's clock; 0 is real time. */
  offsetSeconds?: number;
  moment?: Date;
  /** Whether it stands still from then on; as before when left out. */
  held?: boolean;
}

/**
 * Moves a world's clock, stops it or lets it go on: holds lapse, tokens expire, bookings settle,
 * deliveries fall due and travel dates pass without waiting, or none of them while it stands.
 *
 * @param alongside - what else belongs to the change, in its transaction
 */
export async function setClock(world: string, change: ClockChange, alongside?: (tx: Transaction) => Promise<void>): Promise<void> {
  const facts = await factsOf(world);
  const machineNow = simulatorSettings().now?.() ?? new Date();
  const worldNow = put(change, timeIn(facts, machineNow), machineNow);
  const held = change.held ?? facts.clockHeldAt !== undefined;
  await changeWorld(world, async (tx) => {
    const clockOffsetSeconds = Math.round((worldNow.getTime() - machineNow.getTime()) / 1000);
    await putSettings(tx, world, { clockOffsetSeconds, clockHeldAt: held ? worldNow : null });
    await reschedule(tx, world, worldNow, held);
    await alongside?.(tx);
  });
}

function put({ offsetSeconds, moment }: ClockChange, before: Date, machineNow: Date): Date {
  return moment ?? (offsetSeconds === undefined ? before : new Date(machineNow.getTime() + offsetSeconds * 1000));
}
