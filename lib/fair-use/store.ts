import "server-only";
import { and, count, eq, gt, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import { db, tenantDb, type Transaction } from "@/lib/db/client";
import { fairUseBreakers, fairUseCalls, fairUsePauses, fairUseSeconds } from "@/lib/db/tables";
import {
  BREAKER_ATTEMPTS,
  BREAKER_LONGEST_SECONDS,
  BREAKER_SECONDS,
  CALL_LEASE_SECONDS,
  GENEROSITY,
  reserveOf,
  WAIT_LEASE_SECONDS,
  type Settlement,
  type WaitReason,
} from "./model";

/** Stands for "without a credential". */
const NO_CREDENTIAL = "00000000-0000-0000-0000-000000000000";

/** One call as the meter knows it. */
export interface MeteredCall {
  address: string;
  id: string;
  workspaceId: string;
  credentialId: string | null;
}

export interface Limits {
  requests: number;
  refusals: number;
}

/** `open`: the circuit breaker. `secondsLeft` is null where nobody can tell. */
export type Verdict =
  | { verdict: "go" }
  | { verdict: "wait"; reason: WaitReason; place: number; secondsLeft: number | null }
  | { verdict: "open"; secondsLeft: number };

/** Asks whether the call may go now; one that may not stands in line until it asks again or leaves. One round trip. */
export async function ask(call: MeteredCall, { requests, refusals }: Limits): Promise<Verdict> {
  const [row] = await db()
    .select({ verdict: sql<Verdict["verdict"]>`verdict`, reason: sql<WaitReason>`reason`, place: sql<number>`place`, secondsLeft: sql<number | null>`seconds_left` })
    .from(
      sql`fair_use_ask(${call.address}, ${call.id}, ${call.workspaceId}, ${call.credentialId ?? NO_CREDENTIAL},
        ${requests}, ${reserveOf(requests)}, ${refusals}, ${reserveOf(refusals)}, ${GENEROSITY}, ${CALL_LEASE_SECONDS}, ${WAIT_LEASE_SECONDS})`,
    )
    .prepare("fair_use_ask")
    .execute();
  if (row === undefined) throw new Error("The meter gave no verdict");
  if (row.verdict === "go") return { verdict: "go" };
  if (row.verdict === "open") return { verdict: "open", secondsLeft: row.secondsLeft ?? 0 };
  return { verdict: "wait", reason: row.reason, place: row.place, secondsLeft: row.secondsLeft };
}

/** Says how the call ended. One round trip. */
export async function settle(call: MeteredCall, { received, refused, failed, pauseSeconds }: Settlement): Promise<void> {
  await db()
    .select({ settled: sql`true` })
    .from(
      sql`fair_use_settle(${call.address}, ${call.id}, ${call.workspaceId}, ${call.credentialId ?? NO_CREDENTIAL},
        ${received}, ${refused}, ${failed}, ${pauseSeconds}, ${BREAKER_ATTEMPTS}, ${BREAKER_SECONDS}, ${BREAKER_LONGEST_SECONDS})`,
    )
    .prepare("fair_use_settle")
    .execute();
}

/** Removes all that is counted for an address. */
export async function forgetAddress(address: string): Promise<void> {
  await db().delete(fairUseCalls).where(eq(fairUseCalls.address, address));
  await db().delete(fairUseSeconds).where(eq(fairUseSeconds.address, address));
  await db().delete(fairUsePauses).where(eq(fairUsePauses.address, address));
  await db().delete(fairUseBreakers).where(eq(fairUseBreakers.address, address));
}

/** Calls of one workspace at one address that have ended. */
export interface Counted {
  address: string;
  workspaceId: string;
  requests: number;
  refusals: number;
  attempts: number;
  failures: number;
}

/** Adds calls that were counted elsewhere to the present second, and forgets what nobody asks for any more. */
export async function addCounts(counted: readonly Counted[]): Promise<void> {
  const second = sql`date_trunc('second', clock_timestamp())`;
  const addresses = [...new Set(counted.map(({ address }) => address))];
  const isOver = or(lt(fairUseSeconds.second, sql`${second} - interval '5 minutes'`), gt(fairUseSeconds.second, sql`${second} + interval '2 seconds'`));
  await db().delete(fairUseSeconds).where(and(inArray(fairUseSeconds.address, addresses), isOver));
  await db()
    .insert(fairUseSeconds)
    .values(counted.map(({ workspaceId: holder, ...counts }) => ({ ...counts, holder, second, credentialId: NO_CREDENTIAL })))
    .onConflictDoUpdate({
      target: [fairUseSeconds.address, fairUseSeconds.second, fairUseSeconds.holder, fairUseSeconds.credentialId],
      set: {
        requests: sql`${fairUseSeconds.requests} + excluded.requests`,
        refusals: sql`${fairUseSeconds.refusals} + excluded.refusals`,
        attempts: sql`${fairUseSeconds.attempts} + excluded.attempts`,
        failures: sql`${fairUseSeconds.failures} + excluded.failures`,
      },
    });
}

/** What is counted at an address in the last minute; `mine` is of the workspace that asks. */
export interface Reading {
  requests: number;
  myRequests: number;
  refusals: number;
  myRefusals: number;
  workspaces: number;
  waiting: number;
  pausedForSeconds: number | null;
}

/** Reads the meter of an address. Decides nothing, so it takes no lock. */
export async function read(address: string, workspaceId: string): Promise<Reading> {
  const { rows } = await db().execute<Record<keyof Reading, number>>(sql`
    with flying as (select holder, admitted_at from fair_use_calls where address = ${address} and lease_until > now()),
         minute as (select holder, requests, refusals from fair_use_seconds where address = ${address} and second between now() - interval '61 seconds' and now() + interval '2 seconds'
                    union all select holder, 1, 1 from flying where admitted_at is not null)
    select coalesce(sum(requests), 0)::int as "requests", coalesce(sum(requests) filter (where holder = ${workspaceId}), 0)::int as "myRequests",
           coalesce(sum(refusals), 0)::int as "refusals", coalesce(sum(refusals) filter (where holder = ${workspaceId}), 0)::int as "myRefusals",
           (select count(distinct holder) from (select holder from minute union all select holder from flying) active)::int as "workspaces",
           (select count(*) from flying where admitted_at is null and holder = ${workspaceId})::int as "waiting",
           (select extract(epoch from until - now())::float8 from fair_use_pauses
             where address = ${address} and until between now() and now() + make_interval(secs => ${BREAKER_LONGEST_SECONDS})) as "pausedForSeconds"
    from minute`);
  const [row] = rows;
  if (row === undefined) throw new Error("The meter gave no reading");
  return row;
}

/** The open breakers of a workspace at an address. */
export async function openBreakers(address: string, workspaceId: string) {
  return db()
    .select({
      credentialId: fairUseBreakers.credentialId,
      attempts: fairUseBreakers.attempts,
      failures: fairUseBreakers.failures,
      secondsLeft: sql<number>`greatest(extract(epoch from ${fairUseBreakers.probeAt} - now()), 0)::float8`,
    })
    .from(fairUseBreakers)
    .where(and(eq(fairUseBreakers.address, address), eq(fairUseBreakers.holder, workspaceId), isNotNull(fairUseBreakers.openedAt)));
}

/** How many breakers are open at an address, of all workspaces; those that nobody has tried for a day are forgotten. */
export async function countOpenBreakers(address: string): Promise<number> {
  const [row] = await db()
    .select({ many: count() })
    .from(fairUseBreakers)
    .where(and(eq(fairUseBreakers.address, address), gt(fairUseBreakers.probeAt, sql`now() - interval '1 day'`)));
  return row?.many ?? 0;
}

/** In the name of a workspace, whose record it may write. */
export function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}

/** Closes the breakers of a credential; attempts until now do not count any more. False when none was open. */
export async function closeBreaker(tx: Transaction, workspaceId: string, credentialId: string): Promise<boolean> {
  const closed = await tx
    .update(fairUseBreakers)
    .set({ openedAt: null, probeAt: null, probeId: null, countsFrom: sql`now()` })
    .where(and(eq(fairUseBreakers.holder, workspaceId), eq(fairUseBreakers.credentialId, credentialId), isNotNull(fairUseBreakers.openedAt)))
    .returning({ credentialId: fairUseBreakers.credentialId });
  return closed.length > 0;
}
