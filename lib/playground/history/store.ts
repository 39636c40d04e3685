import "server-only";
import { and, desc, eq, gte, isNotNull, or, sql } from "drizzle-orm";
import { tenantDb } from "@/lib/db/client";
import { runs } from "@/lib/db/tables";

const isError = or(gte(runs.status, 400), isNotNull(runs.failure));

export type ErrorGroupRow = Awaited<ReturnType<typeof selectErrorGroups>>[number];

/** Runs that went wrong since a moment, grouped by operation, status or failure, and the server's code; the latest first. */
export async function selectErrorGroups(workspaceId: string, since: Date, recent: Date, limit: number) {
  const last = sql<Date>`max(${runs.startedAt})`.mapWith(runs.startedAt);
  return tenantDb(workspaceId)
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
