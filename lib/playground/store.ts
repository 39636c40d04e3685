import "server-only";
import { and, desc, eq, getTableColumns, gte, isNotNull, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { runComments, runReferences, runs, users, workspaces } from "@/lib/db/tables";
import { together, type Change } from "@/lib/db/together";
import { wantedReference, type FoundReference } from "./references";
import type { RunFilter } from "./schema";

export type { Transaction };
export type NewRun = typeof runs.$inferInsert & { id: string };

export async function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}

/**
 * Keeps a run and what it can be found by, and makes changes of other rooms with it, in one round trip.
 *
 * @param tx - where more belongs to it; without one it is a transaction of its own
 * @returns for how many days the workspace reads the data of guests, null for not at all
 */
export async function insertRun(tx: Transaction | undefined, run: NewRun, found: readonly FoundReference[], others: readonly Change[]): Promise<number | null> {
  const on = tx ?? tenantDb(run.workspaceId);
  const { workspaceId, id: runId, startedAt } = run;
  const references = found.map((reference) => ({ workspaceId, runId, startedAt, ...reference }));
  const changes = [on.insert(runs).values(run), ...(references.length > 0 ? [on.insert(runReferences).values(references)] : []), ...others];
  const answer = sql`select ${workspaces.personalDays} as "personalDays" from ${workspaces} where ${workspaces.id} = ${workspaceId}`;
  const [row] = await together<{ personalDays: number | null }>(on, changes, answer);
  return row?.personalDays ?? null;
}

/** Puts a readable run in the place of its masked one. */
export async function updateRun(tx: Transaction, { workspaceId, id, ...run }: NewRun): Promise<void> {
  await tx.update(runs).set(run).where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, id)));
}

/**
 * For how many days the workspace reads the data of guests; null for not at all. Where it does, the setting stays as it is until the
 * transaction ends, so that whoever switches it off finds every run that was kept under it.
 */
export async function holdPersonalDays(tx: Transaction, workspaceId: string): Promise<number | null> {
  const days = () => tx.select({ personalDays: workspaces.personalDays }).from(workspaces).where(eq(workspaces.id, workspaceId));
  const [seen] = await days();
  if (seen?.personalDays == null) return null;
  const [held] = await days().for("share");
  return held?.personalDays ?? null;
}

/**
 * Runs past their days are gone for every reader at once, also before they are deleted. The moment is read once, in a query of its own:
 * under row-level security an index is no help in a comparison with what is computed from another table's column.
 */
const ofWorkspace = (workspaceId: string) =>
  and(
    eq(runs.workspaceId, workspaceId),
    sql`${runs.startedAt} >= (select now() - make_interval(days => ${workspaces.retentionDays}) from ${workspaces} where ${workspaces.id} = ${workspaceId})`,
  );

function ofResult(result: RunFilter["result"]): SQL | undefined {
  if (result === undefined) return undefined;
  if (result === "failed") return or(isNotNull(runs.failure), isNull(runs.status));
  const from = Number(result[0]) * 100;
  return and(isNull(runs.failure), gte(runs.status, from), lt(runs.status, from + 100));
}

/** A beginning that more references than this have is not looked up, but looked for in one run after the other, the newest first. */
const MOST_LOOKED_UP = 2_000;

/** Runs that carry this reference. Only comparisons of whole values, which indexes serve under row-level security too. */
async function withReference(workspaceId: string, text: string | undefined): Promise<SQL | undefined> {
  const wanted = text === undefined ? undefined : wantedReference(text);
  if (wanted === undefined) return undefined;
  const { reference, runId } = runReferences;
  const fits = wanted.kind === "whole" ? eq(reference, wanted.reference) : and(gte(reference, wanted.from), lt(reference, wanted.below));
  const mine = tenantDb(workspaceId).select({ id: runId }).from(runReferences).where(and(eq(runReferences.workspaceId, workspaceId), fits));
  const found = await mine.limit(MOST_LOOKED_UP + 1);
  if (found.length <= MOST_LOOKED_UP) return sql`${runs.id} = any(${sql.param([...new Set(found.map(({ id }) => id))])}::uuid[])`;
  // "offset" keeps the planner from reading all that fits, for every run again: the references of a run are few.
  return sql`exists (select from (
    select ${reference} as reference from ${runReferences} where ${runReferences.workspaceId} = ${workspaceId} and ${runId} = ${runs.id} offset 0
  ) as its where its.reference >= ${wanted.kind === "whole" ? wanted.reference : wanted.from} and its.reference ${wanted.kind === "whole" ? sql`<= ${wanted.reference}` : sql`< ${wanted.below}`})`;
}

/** As the indexes are ordered; without "nulls last" they would not be used. */
const newestFirst = sql`${runs.startedAt} desc nulls last`;

const summary = {
  id: runs.id,
  operationId: runs.operationId,
  environment: runs.environment,
  apiVersion: runs.apiVersion,
  status: runs.status,
  failure: runs.failure,
  errorCode: runs.errorCode,
  meaning: sql<string | null>`${runs.diagnosis} ->> 'title'`,
  startedAt: runs.startedAt,
  durationMs: runs.durationMs,
  bodyBytes: runs.responseBytes,
  madeBy: runs.madeBy,
  madeByName: users.name,
  replayOf: runs.replayOf,
  comments: sql<number>`(select count(*)::int from ${runComments} where ${runComments.workspaceId} = ${runs.workspaceId} and ${runComments.runId} = ${runs.id})`,
};

/** One more than asked for, so that the caller sees whether there is another page. */
export async function selectRuns(workspaceId: string, filter: RunFilter, before: { startedAt: Date; id: string } | undefined) {
  return tenantDb(workspaceId)
    .select(summary)
    .from(runs)
    .leftJoin(users, eq(users.id, runs.madeBy))
    .where(
      and(
        ofWorkspace(workspaceId),
        ofResult(filter.result),
        filter.status === undefined ? undefined : eq(runs.status, filter.status),
        filter.errorCode === undefined ? undefined : eq(runs.errorCode, filter.errorCode),
        filter.failure === undefined ? undefined : eq(runs.failure, filter.failure),
        filter.operationId === undefined ? undefined : eq(runs.operationId, filter.operationId),
        filter.environment === undefined ? undefined : eq(runs.environment, filter.environment),
        filter.madeBy === undefined ? undefined : eq(runs.madeBy, filter.madeBy),
        filter.from === undefined ? undefined : gte(runs.startedAt, new Date(filter.from)),
        filter.to === undefined ? undefined : lt(runs.startedAt, new Date(filter.to)),
        await withReference(workspaceId, filter.reference),
        filter.errors === undefined ? undefined : sql`(${runs.status} >= 400 or ${runs.failure} is not null or ${runs.status} is null)`,
        before === undefined
          ? undefined
          : sql`(${runs.startedAt}, ${runs.id}) < (${before.startedAt.toISOString()}::timestamptz, ${before.id}::uuid)`,
      ),
    )
    .orderBy(newestFirst, desc(runs.id))
    .limit(filter.limit + 1);
}

export async function findRun(workspaceId: string, id: string) {
  const [found] = await tenantDb(workspaceId)
    .select({ ...getTableColumns(runs), personalDays: workspaces.personalDays, madeByName: users.name, comments: summary.comments })
    .from(runs)
    .innerJoin(workspaces, eq(workspaces.id, runs.workspaceId))
    .leftJoin(users, eq(users.id, runs.madeBy))
    .where(and(ofWorkspace(workspaceId), eq(runs.id, id)));
  return found;
}

/** @returns what was deleted; undefined when it was not there */
export async function deleteRun(tx: Transaction, workspaceId: string, id: string) {
  const [gone] = await tx
    .delete(runs)
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, id)))
    .returning({ id: runs.id, operationId: runs.operationId, environment: runs.environment, startedAt: runs.startedAt });
  return gone;
}

/** Deletes the runs of a workspace that are past its days. @returns how many */
export async function deleteExpiredRuns(tx: Transaction, workspaceId: string, limit: number): Promise<number> {
  const gone = await tx.execute(sql`
    delete from ${runs} where ${runs.workspaceId} = ${workspaceId} and ${runs.id} in (
      select old.id from ${runs} old join ${workspaces} on ${workspaces.id} = old.workspace_id
      where old.workspace_id = ${workspaceId} and old.started_at < now() - make_interval(days => ${workspaces.retentionDays})
      order by old.started_at limit ${limit})`);
  return gone.rowCount ?? 0;
}
