import type { FaultEffects } from "@/lib/catalog/fault-rules";

/** What goes wrong with one call. A rule says it, or a fault's name in a header. */
export interface Effects extends FaultEffects {
  /** Drips a body of any length out within this time. */
  dripMs?: number;
}
