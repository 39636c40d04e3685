import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { db, tenantDb, type Transaction } from "@/lib/db/client";
import { throttles } from "@/lib/db/tables";

/** Nothing was written down in the future, but before the clock was put back. */
const isYoung = (seconds: number) => sql`${throttles.windowStart} between now() - make_interval(secs => ${seconds}) and now() + interval '1 minute'`;

/** Counts one more under a key that was written down less than so many seconds ago. @returns false where it is time to write again */
export async function countDenial(key: string, seconds: number): Promise<boolean> {
  const counted = await db()
    .update(throttles)
    .set({ count: sql`${throttles.count} + 1` })
    .where(and(eq(throttles.key, key), isYoung(seconds)))
    .returning({ key: throttles.key });
  return counted.length > 0;
}

/**
 * Makes this transaction the one that writes under the key; others wait for it.
 *
 * @returns how many were counted since the last time, this one included; undefined where somebody else was faster, who counts it
 */
export async function takeTurn(tx: Transaction, key: string, seconds: number): Promise<number | undefined> {
  const [held] = await tx
    .insert(throttles)
    .values({ key, count: 0, windowStart: sql`'epoch'::timestamptz` })
    .onConflictDoUpdate({ target: throttles.key, set: { count: sql`${throttles.count} + 1` } })
    .returning({ count: throttles.count, isYoung: sql<boolean>`${isYoung(seconds)}` });
  if (!held || held.isYoung) return undefined;
  await tx.update(throttles).set({ count: 0, windowStart: sql`now()` }).where(eq(throttles.key, key));
  return Math.max(held.count, 1);
}

/** In the name of a workspace, or of none. */
export async function inTransaction<T>(workspaceId: string | undefined, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return (workspaceId === undefined ? db() : tenantDb(workspaceId)).transaction(work);
}
