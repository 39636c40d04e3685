/**
 * Who holds a connection and waits for a second one may wait for those who wait for the first: with all of a workspace's connections
 * held by transactions that want the lock of one of them, nobody goes on. So a transaction asks with its own connection only.
 */
import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { processSlot } from "@/lib/shared/process-slot";

/** What a timer inherits that was set inside a transaction ends with it. */
const inside = new AsyncLocalStorage<{ isOpen: boolean }>();

/** Runs the work of a transaction. */
export async function asTransaction<T>(work: () => Promise<T>): Promise<T> {
  const here = { isOpen: true };
  try {
    return await inside.run(here, work);
  } finally {
    here.isOpen = false;
  }
}

const strict = processSlot<true>("second-connections-are-errors");

/** From here on in this process, as in tests. Elsewhere it goes on: most of the time there is a connection. */
export function refuseSecondConnections(): void {
  strict.getOrMake(() => true);
}

/** Said while a connection is asked for. @throws Error where second ones are refused */
export function forbidSecondConnection(): void {
  if (strict.get() === true && inside.getStore()?.isOpen === true) throw new Error("A transaction asked for a second connection. Pass it the transaction, or ask before it begins.");
}
