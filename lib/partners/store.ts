import "server-only";
import { and, eq, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import type { Change } from "@/lib/db/together";
import { callCounts, partners, runs, workspaces } from "@/lib/db/tables";
import type { Place } from "./model";

export type { Change, Transaction };

export async function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}

export async function insertPartner(tx: Transaction, values: { workspaceId: string; note?: string; contactEmail?: string; invitedAt?: Date; joinedAt?: Date }): Promise<void> {
  await tx.insert(partners).values(values).onConflictDoNothing({ target: partners.workspaceId });
}

/** For workspaces that an older version of the console made while this one was installed. */
export async function insertMissingPartner(workspaceId: string): Promise<void> {
  await tenantDb(workspaceId).execute(sql`
    insert into ${partners} (workspace_id, made_at, joined_at)
    select ${workspaces.id}, ${workspaces.createdAt}, ${workspaces.createdAt} from ${workspaces}
    where ${workspaces.id} = ${workspaceId} and not exists (select from ${partners} where workspace_id = ${workspaceId})
    on conflict do nothing`);
}

/** The columns of a moment at each place; `run` where a run proves it. */
const MOMENTS = {
  credential: { simulator: { at: "simulatorCredentialAt" }, live: { at: "liveCredentialAt" } },
  token: { simulator: { at: "simulatorTokenAt" }, live: { at: "liveTokenAt" } },
  good: { simulator: { at: "simulatorGoodAt", run: "simulatorGoodRun" }, live: { at: "liveGoodAt", run: "liveGoodRun" } },
  error: { simulator: { at: "simulatorErrorAt", run: "simulatorErrorRun" }, live: { at: "liveErrorAt", run: "liveErrorRun" } },
  booking: { simulator: { at: "simulatorBookingAt" }, live: { at: "liveBookingAt" } },
} as const;
export type Moment = keyof typeof MOMENTS;
type MomentColumn = Exclude<keyof typeof partners.$inferInsert, "workspaceId" | "madeAt">;
const COLUMNS: Record<Moment, Record<Place, { at: MomentColumn; run?: MomentColumn }>> = MOMENTS;
const SEEN = { simulator: "simulatorSeenAt", live: "liveSeenAt" } as const;

/** Moments that one call reached for the first time; where it had reached one before, that stays. */
export type Reached = readonly { moment: Moment; runId?: string }[];

/**
 * What a call changes here, for whoever writes the call down to make with it: its moments and when it was, in one change that does not even
 * lock a row where nothing is new, so that later calls of a workspace do not wait for each other here; and the count of the day.
 */
export function changesOfCall(
  workspaceId: string,
  { place, at, seenBefore, reached, ...counted }: { place: Place; at: Date; seenBefore: Date; reached: Reached; day: string; slot: number; errors: number },
): Change[] {
  const seen = partners[SEEN[place]];
  const columns = reached.map(({ moment, runId }) => ({ ...COLUMNS[moment][place], runId }));
  const set: Record<string, SQL> = { [SEEN[place]]: sql`greatest(${seen}, ${sql.param(at, seen)})` };
  for (const { at: moment, run, runId } of columns) {
    set[moment] = sql`coalesce(${partners[moment]}, ${sql.param(at, partners[moment])})`;
    if (run !== undefined) set[run] = sql`case when ${partners[moment]} is null then ${runId ?? null} else ${partners[run]} end`;
  }
  const news = or(isNull(seen), lt(seen, seenBefore), ...columns.map(({ at: moment }) => isNull(partners[moment])));
  return [
    tenantDb(workspaceId).update(partners).set(set).where(and(eq(partners.workspaceId, workspaceId), news)),
    countOf({ workspaceId, place, ...counted }),
  ];
}

/**
 * Writes a moment down unless it was reached before. A row where it was is not even locked, so that
 * later calls of a workspace do not wait for each other here.
 */
export async function markMoment(tx: Transaction, workspaceId: string, reached: { moment: Moment; place: Place; at: Date; runId?: string }): Promise<void> {
  const columns = COLUMNS[reached.moment][reached.place];
  await tx
    .update(partners)
    .set({ [columns.at]: reached.at, ...(columns.run !== undefined && { [columns.run]: reached.runId ?? null }) })
    .where(and(eq(partners.workspaceId, workspaceId), isNull(partners[columns.at])));
}

export async function markJoined(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.update(partners).set({ joinedAt: sql`now()` }).where(and(eq(partners.workspaceId, workspaceId), isNull(partners.joinedAt)));
}

/** Moves the moment of the last call, unless it is later than `before` already. */
export async function markSeen(tx: Transaction, workspaceId: string, place: Place, at: Date, before: Date): Promise<void> {
  const column = SEEN[place];
  await tx
    .update(partners)
    .set({ [column]: at })
    .where(and(eq(partners.workspaceId, workspaceId), or(isNull(partners[column]), lt(partners[column], before))));
}

function countOf({ errors, ...key }: { workspaceId: string; place: Place; day: string; slot: number; errors: number }): Change {
  return tenantDb(key.workspaceId)
    .insert(callCounts)
    .values({ ...key, errors, calls: 1 })
    .onConflictDoUpdate({
      target: [callCounts.workspaceId, callCounts.day, callCounts.place, callCounts.slot],
      set: { calls: sql`${callCounts.calls} + 1`, errors: sql`${callCounts.errors} + ${errors}` },
    });
}

/** @param day - YYYY-MM-DD, not itself deleted */
export async function deleteCountsBefore(workspaceId: string, day: string): Promise<void> {
  await tenantDb(workspaceId).delete(callCounts).where(and(eq(callCounts.workspaceId, workspaceId), lt(callCounts.day, day)));
}

export async function selectPartner(workspaceId: string) {
  const [row] = await tenantDb(workspaceId).select().from(partners).where(eq(partners.workspaceId, workspaceId));
  return row;
}

/** Of these runs, those that are kept. */
export async function selectKept(workspaceId: string, runIds: readonly string[]): Promise<Set<string>> {
  if (runIds.length === 0) return new Set();
  const rows = await tenantDb(workspaceId)
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), sql`${runs.id} = any(${sql.param([...runIds])}::uuid[])`));
  return new Set(rows.map(({ id }) => id));
}
