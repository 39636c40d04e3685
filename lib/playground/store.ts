import "server-only";
import { and, count, desc, eq, getTableColumns, gte, isNotNull, isNull, lt, or, sql, type SQL, type SQLWrapper, type Subquery } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { runComments, runReferences, runs, users, workspaces } from "@/lib/db/tables";
import { together, type Change } from "@/lib/db/together";
import { wantedReference, type FoundReference, type WantedReference } from "./references";
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
const MOST_LOOKED_UP = 5_000;

/** Where runs are read from, and the condition that goes with it. */
interface Source {
  from: Subquery | typeof runs;
  where?: SQL;
}

/**
 * The runs that carry this reference. Only comparisons of whole values, which indexes serve under row-level security too. Of a few
 * references the newest runs are opened one by one until a page is full, without a way of their ids through this process.
 *
 * @param within - what is known of the moment and the id of the runs wanted
 */
async function withReference(workspaceId: string, text: string, within: (startedAt: SQLWrapper, id: SQLWrapper) => SQL | undefined): Promise<Source> {
  const wanted = wantedReference(text);
  if (wanted === undefined) return { from: runs };
  const { reference, runId, startedAt } = runReferences;
  const mine = tenantDb(workspaceId);
  const fits = wanted.kind === "whole" ? eq(reference, wanted.reference) : and(gte(reference, wanted.from), lt(reference, wanted.below));
  const theirs = and(eq(runReferences.workspaceId, workspaceId), fits);
  const some = mine.select({ runId }).from(runReferences).where(theirs).limit(MOST_LOOKED_UP + 1).as("some");
  const [found] = await mine.select({ many: count() }).from(some);
  if ((found?.many ?? 0) > MOST_LOOKED_UP) return { from: runs, where: oneByOne(workspaceId, wanted) };
  const inOrder = mine.selectDistinct({ runId, startedAt }).from(runReferences).where(and(theirs, within(startedAt, runId))).orderBy(newest(startedAt), desc(runId)).as("in_order");
  // "limit" keeps the planner from reading all runs instead.
  const one = mine.select().from(runs).where(and(ofWorkspace(workspaceId), eq(runs.id, inOrder.runId))).limit(1).as("one");
  // Both say the same of a run; what is ordered by has to come from where it is in order.
  const inPlace = { id: sql`${inOrder.runId}`.as("id"), startedAt: sql`${inOrder.startedAt}`.as("started_at") };
  return { from: mine.select({ ...one._.selectedFields, ...inPlace }).from(inOrder).innerJoinLateral(one, sql`true`).as("runs") };
}

/** Looks into one run after the other. "offset" keeps the planner from reading all that fits, for every run again: the references of a run are few. */
function oneByOne(workspaceId: string, wanted: WantedReference): SQL {
  const { reference, runId } = runReferences;
  return sql`exists (select from (
    select ${reference} as reference from ${runReferences} where ${runReferences.workspaceId} = ${workspaceId} and ${runId} = ${runs.id} offset 0
  ) as its where its.reference >= ${wanted.kind === "whole" ? wanted.reference : wanted.from} and its.reference ${wanted.kind === "whole" ? sql`<= ${wanted.reference}` : sql`< ${wanted.below}`})`;
}

/** As the indexes are ordered; without "nulls last" they would not be used. */
const newest = (startedAt: SQLWrapper) => sql`${startedAt} desc nulls last`;

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
  const within = (startedAt: SQLWrapper, id: SQLWrapper) =>
    and(
      filter.from === undefined ? undefined : gte(startedAt, new Date(filter.from)),
      filter.to === undefined ? undefined : lt(startedAt, new Date(filter.to)),
      before === undefined ? undefined : sql`(${startedAt}, ${id}) < (${before.startedAt.toISOString()}::timestamptz, ${before.id}::uuid)`,
    );
  const source: Source = filter.reference === undefined ? { from: runs } : await withReference(workspaceId, filter.reference, within);
  return tenantDb(workspaceId)
    .select(summary)
    .from(source.from)
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
        filter.errors === undefined ? undefined : sql`(${runs.status} >= 400 or ${runs.failure} is not null or ${runs.status} is null)`,
        source.where,
        within(runs.startedAt, runs.id),
      ),
    )
    .orderBy(newest(runs.startedAt), desc(runs.id))
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
