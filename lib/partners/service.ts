/**
 * How far each workspace has come. Other rooms say what happened, inside the transaction in which it
 * happens; nothing is ever counted by hand, and nothing is taken back when a run is deleted.
 */
import "server-only";
import { DAY_MS, MINUTE_MS } from "@/lib/shared/time";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { placeOf, provenBy, type CallFacts, type Progress, type Proof } from "./model";
import { changesOfCall, deleteCountsBefore, inTransaction, insertMissingPartner, insertPartner, markJoined, markMoment, markSeen, selectKept, selectPartner, type Change, type Transaction } from "./store";

/** Rows over which the calls of a day are spread: as many can be counted at the same moment. */
const SLOTS = 4;
/** How exactly the last call is known. */
const SEEN_EVERY_MS = MINUTE_MS;
/** The board looks back seven days. */
const KEEP_COUNTS_MS = 8 * DAY_MS;

/** A workspace was made; with `invited` by an operator, for somebody who is yet to come. */
export async function workspaceMade(tx: Transaction, workspaceId: string, invited?: { email: string; note: string }): Promise<void> {
  await insertPartner(tx, { workspaceId, ...(invited && { contactEmail: invited.email, note: invited.note, invitedAt: new Date() }) });
}

/** Somebody became a member. */
export async function memberJoined(tx: Transaction, workspaceId: string): Promise<void> {
  await markJoined(tx, workspaceId);
}

export async function credentialAdded(tx: Transaction, workspaceId: string, environment: string): Promise<void> {
  await markMoment(tx, workspaceId, { moment: "credential", place: placeOf(environment), at: new Date() });
}

/** An exchange was made, whatever came of it. */
export async function exchangeMade(tx: Transaction, made: { workspaceId: string; environment: string; isGranted: boolean; at: Date }): Promise<void> {
  const place = placeOf(made.environment);
  if (made.isGranted) await markMoment(tx, made.workspaceId, { moment: "token", place, at: made.at });
  await markSeen(tx, made.workspaceId, place, made.at, new Date(made.at.getTime() - SEEN_EVERY_MS));
}

/** What a call that went out changes here, whatever came back: for whoever writes the call down, to be made together with it. */
export function callMade({ workspaceId, runId, startedAt: at, ...call }: CallFacts): Change[] {
  const { isGood, isError, isBooking } = provenBy(call);
  const reached = [...(isGood ? [{ moment: "good" as const, runId }] : []), ...(isError ? [{ moment: "error" as const, runId }] : []), ...(isBooking ? [{ moment: "booking" as const }] : [])];
  return changesOfCall(workspaceId, {
    place: placeOf(call.environment), at, seenBefore: new Date(at.getTime() - SEEN_EVERY_MS), reached,
    day: dayOf(at), slot: Math.floor(Math.random() * SLOTS), errors: isError ? 1 : 0,
  });
}

/** An error was made to happen and explained. It is no call of the API, so it counts for nothing else. */
export async function errorRehearsed(workspaceId: string, at: Date): Promise<void> {
  await inTransaction(workspaceId, (tx) => markMoment(tx, workspaceId, { moment: "error", place: "simulator", at }));
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** How far the workspace of this scope has come. A run that proves it is named while it is kept. */
export async function progressOf(scope: WorkspaceScope): Promise<Progress> {
  assertMay(scope, "workspace.read");
  const row = await selectPartner(scope.workspaceId);
  const good = earliest([row?.simulatorGoodAt, row?.simulatorGoodRun], [row?.liveGoodAt, row?.liveGoodRun]);
  const error = earliest([row?.simulatorErrorAt, row?.simulatorErrorRun], [row?.liveErrorAt, row?.liveErrorRun]);
  const booking = earliest([row?.simulatorBookingAt], [row?.liveBookingAt]);
  const live = earliest([row?.liveGoodAt, row?.liveGoodRun]);
  const kept = await selectKept(scope.workspaceId, [good, error, live].flatMap((moment) => moment?.runId ?? []));
  const proof = (moment: Moment | undefined): Proof | null =>
    moment === undefined ? null : { at: moment.at.toISOString(), ...(moment.runId !== undefined && kept.has(moment.runId) && { runId: moment.runId }) };
  return {
    beganAt: (row?.joinedAt ?? row?.madeAt)?.toISOString() ?? null,
    credentialAt: earliest([row?.simulatorCredentialAt], [row?.liveCredentialAt])?.at.toISOString() ?? null,
    tokenAt: earliest([row?.simulatorTokenAt], [row?.liveTokenAt])?.at.toISOString() ?? null,
    good: proof(good),
    error: proof(error),
    booking: proof(booking),
    live: proof(live),
    certified: row?.certifiedOn == null ? null : { on: row.certifiedOn, for: row.certifiedFor },
  };
}

interface Moment {
  at: Date;
  runId: string | undefined;
}

function earliest(...candidates: readonly (readonly [at: Date | null | undefined, runId?: string | null])[]): Moment | undefined {
  return candidates
    .flatMap(([at, runId]) => (at ? [{ at, runId: runId ?? undefined }] : []))
    .sort((one, other) => one.at.getTime() - other.at.getTime())[0];
}

/** For the clock: counts that nobody looks at any more, and a row where an older version left none. */
export async function tidyPartner(workspaceId: string, now: Date = new Date()): Promise<void> {
  await insertMissingPartner(workspaceId);
  await deleteCountsBefore(workspaceId, firstDayOfCounts(now));
}

/** The first day whose counts are kept, YYYY-MM-DD by UTC. */
export function firstDayOfCounts(now: Date): string {
  return dayOf(new Date(now.getTime() - KEEP_COUNTS_MS));
}
