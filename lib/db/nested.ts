/**
 * Who holds a connection and waits for a second one may wait for those who wait for the first: with all of a workspace's connections
 * held by transactions that want the lock of one of them, nobody goes on. So a transaction asks with its own connection only.
 */
import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";

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

/** Said while a connection is asked for. In production it is let go on: most of the time there is a connection. @throws Error in tests and in development */
export function forbidSecondConnection(): void {
  if (process.env.NODE_ENV !== "production" && inside.getStore()?.isOpen === true) throw new Error("A transaction asked for a second connection. Pass it the transaction, or ask before it begins.");
}
