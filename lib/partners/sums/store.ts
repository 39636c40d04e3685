/** Through the wall: the operators' board puts all workspaces in order by these sums, so they are kept for all of them. */
import "server-only";
import { sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { everywhereDb, type Transaction } from "@/lib/db/client";
import { callCounts, partners } from "@/lib/db/tables";

export type { Transaction };

export async function inTransactionOverAll<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return everywhereDb().transaction(work);
}

const SUMS_LOCK = 7_312_004;

/** One at a time, so that whoever waits finds what the other one has kept. */
export async function lockSums(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${SUMS_LOCK})`);
}

/** Workspaces with calls that no sum holds yet, or with sums that begin on another day; of each kind the first ones only. */
const due = (since: string, first: (column: PgColumn) => SQL = () => sql``) => sql`
  (select ${callCounts.workspaceId} as id from ${callCounts} where not ${callCounts.addedUp} ${first(callCounts.workspaceId)})
  union all (select ${partners.workspaceId} from ${partners} where ${partners.sumsSince} < ${since}::date ${first(partners.sumsSince)})
  union all (select ${partners.workspaceId} from ${partners} where ${partners.sumsSince} > ${since}::date ${first(partners.sumsSince)})`;

/** @param since - YYYY-MM-DD */
export async function areSumsDue(since: string): Promise<boolean> {
  // In the order of an index, so that PostgreSQL goes there also where it believes that it would soon find one in the table.
  const { rows } = await everywhereDb().execute<{ due: boolean }>(sql`select exists (${due(since, (column) => sql`order by ${column} limit 1`)}) as due`);
  return rows[0]?.due ?? false;
}

/**
 * Takes workspaces whose sums are due. Those that a call is changing at this moment are left for the next time: whoever waits for no row
 * can be part of no deadlock, whatever order calls take theirs in.
 */
export async function takeDue(tx: Transaction, since: string, after: string, limit: number): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select ${partners.workspaceId} as id from ${partners}
    where ${partners.workspaceId} > ${after}::uuid and ${partners.workspaceId} in (${due(since)})
    order by ${partners.workspaceId} limit ${limit} for no key update skip locked`);
  return rows.map(({ id }) => id);
}

/** Holds the counts of these workspaces still and says that the sums hold them. A call that comes later takes that back. */
export async function markAddedUp(tx: Transaction, workspaceIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update ${callCounts} set added_up = true
    from (
      select workspace_id, day, place, slot from ${callCounts}
      where workspace_id = any(${sql.param([...workspaceIds])}::uuid[]) and not added_up for no key update skip locked
    ) held
    where ${callCounts.workspaceId} = held.workspace_id and ${callCounts.day} = held.day and ${callCounts.place} = held.place and ${callCounts.slot} = held.slot`);
}

/** Adds up the calls of these workspaces from a day on. A statement after `markAddedUp`, so that it sees whatever was counted until then. */
export async function keepSums(tx: Transaction, workspaceIds: readonly string[], since: string): Promise<void> {
  const sumOf = (column: string, place: string) => sql`coalesce(sum(${sql.raw(column)}) filter (where place = ${place}), 0)`;
  await tx.execute(sql`
    update ${partners} set simulator_calls = s.simulator_calls, simulator_errors = s.simulator_errors, live_calls = s.live_calls, live_errors = s.live_errors,
      sums_since = case when s.days > 0 then ${since}::date end
    from (
      select w.id, count(c.day) as days, ${sumOf("calls", "simulator")} as simulator_calls, ${sumOf("errors", "simulator")} as simulator_errors,
        ${sumOf("calls", "live")} as live_calls, ${sumOf("errors", "live")} as live_errors
      from unnest(${sql.param([...workspaceIds])}::uuid[]) w(id) left join ${callCounts} c on c.workspace_id = w.id and c.day >= ${since}::date group by w.id
    ) s
    where ${partners.workspaceId} = s.id`);
}
