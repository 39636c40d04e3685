import "server-only";
import { eq, lt, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { throttles } from "@/lib/db/tables";

/**
 * Takes one of `limit` places under this key; the places come back when nobody took one for the
 * whole window. One statement, so that a thousand callers at once cannot take more.
 *
 * @returns the wait in seconds when there was no place, otherwise undefined
 */
export async function takePlace(key: string, limit: number, windowSeconds: number): Promise<number | undefined> {
  const window = sql`make_interval(secs => ${windowSeconds})`;
  // One that is yet to begin was begun before the clock was put back, and would last until the clock is there again.
  const isOver = sql`(${throttles.windowStart} <= now() - ${window} or ${throttles.windowStart} > now() + interval '1 minute')`;
  const taken = await db()
    .insert(throttles)
    .values({ key, count: 1, windowStart: sql`now()` })
    .onConflictDoUpdate({
      target: throttles.key,
      set: { count: sql`case when ${isOver} then 1 else ${throttles.count} + 1 end`, windowStart: sql`now()` },
      setWhere: sql`${throttles.count} < ${limit} or ${isOver}`,
    })
    .returning({ key: throttles.key });
  if (taken.length > 0) return undefined;
  const [row] = await db()
    .select({ seconds: sql<number>`ceil(extract(epoch from ${throttles.windowStart} + ${window} - now()))::int` })
    .from(throttles)
    .where(eq(throttles.key, key));
  return Math.max(row?.seconds ?? 1, 1);
}

/** Gives a place back that was taken for nothing. */
export async function returnPlace(key: string): Promise<void> {
  await db()
    .update(throttles)
    .set({ count: sql`greatest(${throttles.count} - 1, 0)` })
    .where(eq(throttles.key, key));
}

export async function deleteQuietThrottles(before: Date): Promise<void> {
  await db().delete(throttles).where(lt(throttles.windowStart, before));
}
