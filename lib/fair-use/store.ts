import "server-only";
import { eq, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
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
  const { rows } = await db().execute<{ verdict: Verdict["verdict"]; reason: WaitReason; place: number; seconds_left: number | null }>(
    sql`select * from fair_use_ask(${call.address}, ${call.id}, ${call.workspaceId}, ${call.credentialId ?? NO_CREDENTIAL},
      ${requests}, ${reserveOf(requests)}, ${refusals}, ${reserveOf(refusals)}, ${GENEROSITY}, ${CALL_LEASE_SECONDS}, ${WAIT_LEASE_SECONDS})`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("The meter gave no verdict");
  if (row.verdict === "go") return { verdict: "go" };
  if (row.verdict === "open") return { verdict: "open", secondsLeft: row.seconds_left ?? 0 };
  return { verdict: "wait", reason: row.reason, place: row.place, secondsLeft: row.seconds_left };
}

/** Says how the call ended. One round trip. */
export async function settle(call: MeteredCall, { received, refused, failed, pauseSeconds }: Settlement): Promise<void> {
  await db().execute(
    sql`select fair_use_settle(${call.address}, ${call.id}, ${call.workspaceId}, ${call.credentialId ?? NO_CREDENTIAL},
      ${received}, ${refused}, ${failed}, ${pauseSeconds}, ${BREAKER_ATTEMPTS}, ${BREAKER_SECONDS}, ${BREAKER_LONGEST_SECONDS})`,
  );
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

/** Adds calls that were counted elsewhere to the present second. */
export async function addCounts(counted: readonly Counted[]): Promise<void> {
  const second = sql`date_trunc('second', clock_timestamp())`;
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
