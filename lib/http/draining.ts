import "server-only";
import { processSlot } from "@/lib/shared/process-slot";

const slot = processSlot<true>("draining");

/** From now on this process takes no new work. */
export function setDraining(): void {
  slot.set(true);
}

export function isDraining(): boolean {
  return slot.get() === true;
}
