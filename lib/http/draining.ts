import "server-only";
import { processSlot } from "@/lib/shared/process-slot";

const slot = processSlot<true>("draining");
const listeners = processSlot<Set<() => void>>("draining-listeners");

/** From now on /api/ready says 503, so that whoever shares out the work sends no more of it here. */
export function setDraining(): void {
  slot.set(true);
  for (const listener of listeners.get() ?? []) listener();
}

export function isDraining(): boolean {
  return slot.get() === true;
}

/** Calls back when the process begins to stop, for answers that would never end by themselves. @returns how to forget it */
export function onDraining(listener: () => void): () => void {
  const waiting = listeners.getOrMake(() => new Set());
  waiting.add(listener);
  return () => void waiting.delete(listener);
}
