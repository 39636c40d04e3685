import "server-only";
import { and, asc, eq, getTableColumns, lt, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { runs, workspaces } from "@/lib/db/tables";
import type { PersonalParts } from "./mask";

export type { Transaction };

export async function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}

interface Days {
  retentionDays: number;
  personalDays: number | null;
}

const DAYS = { retentionDays: workspaces.retentionDays, personalDays: workspaces.personalDays };

export async function selectDays(workspaceId: string): Promise<Days | undefined> {
  const [row] = await tenantDb(workspaceId).select(DAYS).from(workspaces).where(eq(workspaces.id, workspaceId));
  return row;
}

/** Locked until the transaction ends: runs that are being kept under the old setting are finished, others wait for the new one. */
export async function lockDays(tx: Transaction, workspaceId: string): Promise<Days | undefined> {
  const [row] = await tx.select(DAYS).from(workspaces).where(eq(workspaces.id, workspaceId)).for("update");
  return row;
}

export async function updateDays(tx: Transaction, workspaceId: string, personalDays: number | null): Promise<void> {
  await tx.update(workspaces).set({ personalDays }).where(eq(workspaces.id, workspaceId));
}

const { id, input, request, responseHeaders, responseBody, diagnosis } = getTableColumns(runs);

/** Runs that hold the data of guests, the oldest first, locked; those that another sweep masks already are left out. */
export async function lockHolding(tx: Transaction, workspaceId: string, before: Date, limit: number): Promise<(PersonalParts & { id: string })[]> {
  return tx
    .select({ id, input, request, responseHeaders, responseBody, diagnosis })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), sql`${runs.holdsPersonal}`, lt(runs.startedAt, before)))
    .orderBy(asc(runs.startedAt))
    .limit(limit)
    .for("update", { skipLocked: true });
}

export async function updateMasked(tx: Transaction, workspaceId: string, runId: string, parts: PersonalParts): Promise<void> {
  await tx
    .update(runs)
    .set({ ...parts, holdsPersonal: false })
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)));
}
