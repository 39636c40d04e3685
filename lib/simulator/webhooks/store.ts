/** The queue of webhook deliveries. Times of the queue are the database's, so that replicas agree on them. */
import "server-only";
import { and, asc, desc, eq, gt, isNull, lt, lte, or, sql } from "drizzle-orm";
import { everywhereDb, tenantDb, type Transaction } from "@/lib/db/client";
import { simulatorDeliveries, simulatorRecords, type DeliveryTry } from "@/lib/db/tables";
import type { WorldRows } from "@/lib/simulator/store";

export type DeliveryRow = typeof simulatorDeliveries.$inferSelect;
export type { DeliveryTry };

const inMs = (ms: number) => sql`now() + make_interval(secs => ${ms / 1000})`;

export interface NewDelivery {
  id: string;
  webhookId: string;
  event: string;
  itemId: string;
  url: string;
  body: string;
  /** By the world's clock. */
  createdAt: Date;
  /** From now; 0 for at once. */
  delayMs: number;
}

/** Puts deliveries into the queue, in the transaction of what they tell of. */
export async function queueDeliveries({ tx, world }: WorldRows, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await tx
    .insert(simulatorDeliveries)
    .values(deliveries.map(({ delayMs, ...rest }) => ({ ...rest, world, status: "waiting", tries: [], nextAt: inMs(delayMs) })));
}

/** Takes what was to be told of a thing later out of the queue: it will not come to that. */
export async function dropFuture({ tx, world }: WorldRows, itemId: string, worldNow: Date): Promise<void> {
  const d = simulatorDeliveries;
  await tx.delete(d).where(and(eq(d.world, world), eq(d.itemId, itemId), eq(d.attempts, 0), gt(d.createdAt, worldNow)));
}

/** Longer than anybody waits: while a world's clock stands, what is to happen later in it never falls due by itself. */
export const UNTIL_IT_MOVES_MS = 100 * 365 * 86_400_000;

/** After a world's clock was moved, stopped or let go: what is past by it becomes due, and the rest when its time comes. */
export async function reschedule(tx: Transaction, world: string, worldNow: Date, isHeld: boolean): Promise<void> {
  const d = simulatorDeliveries;
  const at = sql`${worldNow.toISOString()}::timestamptz`;
  const later = isHeld ? inMs(UNTIL_IT_MOVES_MS) : sql`now() + (${d.createdAt} - ${at})`;
  await tx
    .update(d)
    .set({ nextAt: sql`case when ${d.createdAt} <= ${at} then now() else ${later} end` })
    .where(and(eq(d.world, world), eq(d.attempts, 0), gt(d.nextAt, sql`now()`)));
}

/**
 * Takes up to `limit` due deliveries. Rows that another deliverer is taking are passed over, and whoever
 * takes one has it for `leaseMs`; if it dies with it, the row is due again. Through the wall: one deliverer serves every world.
 */
export async function takeDue(limit: number, leaseMs: number): Promise<DeliveryRow[]> {
  const d = simulatorDeliveries;
  return everywhereDb().transaction(async (tx) => {
    const due = await tx
      .select({ world: d.world, id: d.id })
      .from(d)
      .where(lte(d.nextAt, sql`now()`))
      .orderBy(asc(d.nextAt))
      .limit(limit)
      .for("update", { skipLocked: true });
    if (due.length === 0) return [];
    const keys = sql.join(
      due.map(({ world, id }) => sql`(${world}, ${id})`),
      sql`, `,
    );
    return tx
      .update(d)
      .set({ attempts: sql`${d.attempts} + 1`, nextAt: inMs(leaseMs) })
      .where(sql`(${d.world}, ${d.id}) in (${keys})`)
      .returning();
  });
}

/**
 * Makes due what would wait until the clock is there again: what was last tried, or was to go at once, at a time that is yet to come, as
 * the clock was put back since. Through the wall, as above.
 */
export async function hurryPutBack(): Promise<void> {
  const d = simulatorDeliveries;
  const minute = sql`interval '1 minute'`;
  const lastMoved = sql`coalesce((${d.tries} -> -1 ->> 'at')::timestamptz, ${d.queuedAt})`;
  const wasDue = or(gt(d.attempts, 0), lt(d.nextAt, sql`${d.queuedAt} + ${minute}`));
  await everywhereDb()
    .update(d)
    .set({ nextAt: sql`now()` })
    .where(and(gt(d.nextAt, sql`now() + ${minute}`), sql`${lastMoved} > now() + ${minute}`, wasDue));
}

/** Writes down how a try ended, unless somebody else has taken the row since. @param againMs - undefined when it is over */
export async function recordTry(row: DeliveryRow, tried: DeliveryTry, status: string, againMs: number | undefined): Promise<void> {
  const d = simulatorDeliveries;
  await tenantDb(row.world)
    .update(d)
    .set({ status, tries: sql`${d.tries} || ${JSON.stringify([tried])}::jsonb`, nextAt: againMs === undefined ? null : inMs(againMs) })
    // The text too: a world that was reset meanwhile may have given the id to something else.
    .where(and(eq(d.world, row.world), eq(d.id, row.id), eq(d.attempts, row.attempts), eq(d.body, row.body)));
}

/** The webhook of a delivery as it is kept now; undefined when it was removed. */
export async function findWebhook(world: string, webhookId: string): Promise<unknown> {
  const r = simulatorRecords;
  const [row] = await tenantDb(world)
    .select({ document: r.document })
    .from(r)
    .where(and(eq(r.world, world), eq(r.kind, "webhook"), eq(r.reference, webhookId)));
  return row?.document;
}

/** Newest first. */
export async function listDeliveries(world: string, limit: number): Promise<DeliveryRow[]> {
  const d = simulatorDeliveries;
  return tenantDb(world).select().from(d).where(eq(d.world, world)).orderBy(desc(d.queuedAt), desc(d.id)).limit(limit);
}

export async function findDelivery(world: string, id: string): Promise<DeliveryRow | undefined> {
  const d = simulatorDeliveries;
  const [row] = await tenantDb(world)
    .select()
    .from(d)
    .where(and(eq(d.world, world), eq(d.id, id)));
  return row;
}

/** Makes a delivery that is over due once more. False when there is none, or it is still under way. */
export async function requeue(tx: Transaction, world: string, id: string): Promise<boolean> {
  const d = simulatorDeliveries;
  const made = await tx
    .update(d)
    .set({ status: "waiting", attempts: 0, nextAt: sql`now()` })
    .where(and(eq(d.world, world), eq(d.id, id), isNull(d.nextAt)))
    .returning({ id: d.id });
  return made.length > 0;
}

/** Forgets what was over long ago, in every world. */
export async function forgetOldDeliveries(olderThanDays: number): Promise<void> {
  const d = simulatorDeliveries;
  const old = lt(d.queuedAt, sql`now() - make_interval(days => ${olderThanDays})`);
  await everywhereDb()
    .delete(d)
    .where(and(isNull(d.nextAt), old));
}
