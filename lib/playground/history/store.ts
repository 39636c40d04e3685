import "server-only";
import { and, asc, desc, eq, gte, inArray, isNotNull, or, sql, type SQL } from "drizzle-orm";
import { tenantDb } from "@/lib/db/client";
import { runs, users } from "@/lib/db/tables";

const isError = or(gte(runs.status, 400), isNotNull(runs.failure));

export type ErrorGroupRow = Awaited<ReturnType<typeof selectErrorGroups>>[number];

/** The newest runs that went wrong since a moment, at most `most`, grouped by operation, status or failure, and the server's code; the latest group first. */
export async function selectErrorGroups(workspaceId: string, since: Date, recent: Date, { most, groups }: { most: number; groups: number }) {
  const newest = tenantDb(workspaceId)
    .select({ id: runs.id, operationId: runs.operationId, status: runs.status, failure: runs.failure, errorCode: runs.errorCode, startedAt: runs.startedAt, title: sql<string | null>`${runs.diagnosis}->>'title'`.as("title") })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), isError, gte(runs.startedAt, since)))
    .orderBy(sql`${runs.startedAt} desc nulls last`)
    .limit(most)
    .as("newest");
  const last = sql<Date>`max(${newest.startedAt})`.mapWith(runs.startedAt);
  return tenantDb(workspaceId)
    .select({
      operationId: newest.operationId,
      status: newest.status,
      failure: newest.failure,
      errorCode: newest.errorCode,
      count: sql<number>`count(*)::int`,
      recentCount: sql<number>`(count(*) filter (where ${newest.startedAt} >= ${recent.toISOString()}::timestamptz))::int`,
      lastAt: last,
      lastRunId: sql<string>`(array_agg(${newest.id} order by ${newest.startedAt} desc))[1]`,
      title: sql<string | null>`(array_agg(${newest.title} order by ${newest.startedAt} desc))[1]`,
    })
    .from(newest)
    .groupBy(newest.operationId, newest.status, newest.failure, newest.errorCode)
    .orderBy(desc(last))
    .limit(groups);
}

/** Everybody who made a run, by name, also who has left. Leaps from person to person in their index: as many steps as there are people. */
export async function selectPeople(workspaceId: string): Promise<{ id: string; name: string }[]> {
  const next = (after: SQL) => sql`select ${runs.madeBy} from ${runs} where ${runs.workspaceId} = ${workspaceId} and ${runs.madeBy} is not null ${after} order by ${runs.madeBy} limit 1`;
  const { rows } = await tenantDb(workspaceId).execute<{ id: string }>(sql`
    with recursive found(id) as (
      (${next(sql``)}) union all select (${next(sql`and ${runs.madeBy} > found.id`)}) from found where found.id is not null
    ) select id from found where id is not null`);
  const ids = rows.map(({ id }) => id);
  return tenantDb(workspaceId).select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, ids)).orderBy(asc(users.name));
}
