import "server-only";
import { and, asc, between, desc, eq, gte, isNotNull, ne, or, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { runs } from "@/lib/db/tables";

const isError = or(gte(runs.status, 400), isNotNull(runs.failure));
const isGood = between(runs.status, 200, 299);

export type ErrorGroupRow = Awaited<ReturnType<typeof selectErrorGroups>>[number];

/** Runs that went wrong since a moment, grouped by operation, status or failure, and the server's code; the latest first. */
export async function selectErrorGroups(workspaceId: string, since: Date, recent: Date, limit: number) {
  const last = sql<Date>`max(${runs.startedAt})`.mapWith(runs.startedAt);
  return db()
    .select({
      operationId: runs.operationId,
      status: runs.status,
      failure: runs.failure,
      errorCode: runs.errorCode,
      count: sql<number>`count(*)::int`,
      recentCount: sql<number>`(count(*) filter (where ${runs.startedAt} >= ${recent.toISOString()}::timestamptz))::int`,
      lastAt: last,
      lastRunId: sql<string>`(array_agg(${runs.id} order by ${runs.startedAt} desc))[1]`,
      title: sql<string | null>`(array_agg(${runs.diagnosis}->>'title' order by ${runs.startedAt} desc))[1]`,
    })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), isError, gte(runs.startedAt, since)))
    .groupBy(runs.operationId, runs.status, runs.failure, runs.errorCode)
    .orderBy(desc(last))
    .limit(limit);
}

const MILESTONES = { good: isGood, error: isError, live: and(isGood, ne(runs.environment, "simulator")) };
export type MilestoneKind = keyof typeof MILESTONES;

/** The first run of a kind; undefined while there is none. */
export async function selectFirst(workspaceId: string, kind: MilestoneKind) {
  const rows = await db()
    .select({ runId: runs.id, at: runs.startedAt })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), MILESTONES[kind]))
    .orderBy(asc(runs.startedAt), asc(runs.id))
    .limit(1);
  return rows[0];
}
