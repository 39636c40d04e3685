import "server-only";
import { processSlot } from "@/lib/shared/process-slot";

const slot = processSlot<true>("draining");

/** From now on /api/ready says 503, so that whoever shares out the work sends no more of it here. */
export function setDraining(): void {
  slot.set(true);
}

export function isDraining(): boolean {
  return slot.get() === true;
}
