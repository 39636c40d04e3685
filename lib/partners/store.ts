import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { callCounts, partners, runs, workspaces } from "@/lib/db/tables";
import type { Place } from "./model";

export type { Transaction };

export async function insertPartner(tx: Transaction, values: { workspaceId: string; note?: string; contactEmail?: string; invitedAt?: Date; joinedAt?: Date }): Promise<void> {
  await tx.insert(partners).values(values).onConflictDoNothing({ target: partners.workspaceId });
}

/** For workspaces that an older version of the console made while this one was installed. */
export async function insertMissingPartner(workspaceId: string): Promise<void> {
  await tenantDb(workspaceId).execute(sql`
    insert into ${partners} (workspace_id, joined_at)
    select ${workspaces.id}, ${workspaces.createdAt} from ${workspaces}
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

/**
 * Writes a moment down unless it was reached before. A row where it was is not even locked, so that
 * later calls of a workspace do not wait for each other here.
 */
export async function markMoment(tx: Transaction, workspaceId: string, reached: { moment: Moment; place: Place; at: Date; runId?: string }): Promise<void> {
  const columns: { at: keyof typeof partners.$inferInsert; run?: keyof typeof partners.$inferInsert } = MOMENTS[reached.moment][reached.place];
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
  const column = place === "simulator" ? "simulatorSeenAt" : "liveSeenAt";
  await tx
    .update(partners)
    .set({ [column]: at })
    .where(and(eq(partners.workspaceId, workspaceId), or(isNull(partners[column]), lt(partners[column], before))));
}

export async function addCall(tx: Transaction, counted: { workspaceId: string; place: Place; day: string; slot: number; errors: number }): Promise<void> {
  await tx
    .insert(callCounts)
    .values({ ...counted, calls: 1 })
    .onConflictDoUpdate({
      target: [callCounts.workspaceId, callCounts.day, callCounts.place, callCounts.slot],
      set: { calls: sql`${callCounts.calls} + 1`, errors: sql`${callCounts.errors} + ${counted.errors}` },
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
