import { ACCESS_ENTRIES } from "./entries/access";
import { CLASS_ENTRIES, statusClass } from "./entries/classes";
import { REQUEST_ENTRIES } from "./entries/request";
import { SERVER_ENTRIES } from "./entries/server";
import type { Entry } from "./model";

/** Every status with an entry of its own, in ascending order. */
export const STATUS_ENTRIES: Readonly<Record<number, Entry>> = { ...REQUEST_ENTRIES, ...ACCESS_ENTRIES, ...SERVER_ENTRIES };

/** The entry of a status, or that of its class; `reference` is the entry's anchor. */
export function findEntry(status: number): { entry: Entry; reference: string; listed: boolean } {
  const own = STATUS_ENTRIES[status];
  if (own !== undefined) return { entry: own, reference: `status-${status}`, listed: true };
  const name = statusClass(status);
  return { entry: CLASS_ENTRIES[name], reference: `status-${name}`, listed: false };
}
