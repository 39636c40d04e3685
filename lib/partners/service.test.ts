import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { everywhereDb, type Database, type Transaction } from "@/lib/db/client";
import { together } from "@/lib/db/together";
import { runs } from "@/lib/db/tables";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { CallFacts } from "./model";
import { callMade, credentialAdded, exchangeMade, progressOf, tidyPartner } from "./service";

const NOON = new Date("2026-01-10T12:00:00Z");
const hoursLater = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000);

let scope: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  scope = await aMember("owner");
});

const made = (call: CallFacts, on: Database | Transaction = everywhereDb()) => together(on, callMade(call), sql`select 1`);

async function aCall(facts: Partial<CallFacts> = {}): Promise<string> {
  const runId = crypto.randomUUID();
  await made({ workspaceId: scope.workspaceId, runId, operationId: "getProducts", environment: "simulator", status: 200, failure: null, startedAt: NOON, ...facts });
  return runId;
}

const row = async () => (await asOwner("select * from partners where workspace_id = $1", [scope.workspaceId])).rows[0] as Record<string, unknown>;
const counts = async () =>
  (await asOwner("select day::text, place, sum(calls)::int as calls, sum(errors)::int as errors from call_counts where workspace_id = $1 group by 1, 2 order by 1, 2", [scope.workspaceId])).rows;

it("begins with a member and nothing else", async () => {
  expect(await progressOf(scope)).toEqual({ beganAt: expect.any(String), credentialAt: null, tokenAt: null, good: null, error: null, booking: null, live: null, certified: null });
  expect((await row()).joined_at).toBeInstanceOf(Date);
});

it("keeps the first of each moment, the simulator's and the live one apart", async () => {
  await everywhereDb().transaction((tx) => credentialAdded(tx, scope.workspaceId, "staging"));
  await everywhereDb().transaction((tx) => exchangeMade(tx, { workspaceId: scope.workspaceId, environment: "staging", isGranted: false, at: NOON }));
  await everywhereDb().transaction((tx) => exchangeMade(tx, { workspaceId: scope.workspaceId, environment: "staging", isGranted: true, at: hoursLater(1) }));
  await aCall({ status: 404, startedAt: hoursLater(2) });
  await aCall({ startedAt: hoursLater(3) });
  await aCall({ operationId: "createOrder", status: 201, startedAt: hoursLater(4) });
  await aCall({ environment: "production", startedAt: hoursLater(5) });
  await aCall({ operationId: "createOrder", status: 201, startedAt: hoursLater(6) });
  expect(await row()).toMatchObject({
    simulator_credential_at: null, live_credential_at: expect.any(Date), simulator_token_at: null, live_token_at: hoursLater(1),
    simulator_error_at: hoursLater(2), live_error_at: null, simulator_good_at: hoursLater(3), live_good_at: hoursLater(5),
    simulator_booking_at: hoursLater(4), live_booking_at: null, simulator_seen_at: hoursLater(6), live_seen_at: hoursLater(5),
  });
});

it.each([
  ["a token request", { operationId: "getToken" }],
  ["a redirect", { status: 302 }],
  ["a reply that broke off", { failure: "reset" }],
  ["no reply", { status: null, failure: "timeout" }],
] as const)("takes %s for no first success", async (_case, facts) => {
  await aCall(facts);
  expect((await progressOf(scope)).good).toBeNull();
});

it("takes a reservation for no booking, and a refused order neither", async () => {
  await aCall({ operationId: "createReservation", status: 201 });
  await aCall({ operationId: "createOrder", status: 422 });
  expect((await row()).simulator_booking_at).toBeNull();
  expect((await progressOf(scope)).booking).toBeNull();
  await aCall({ operationId: "createOrder", status: 201, startedAt: hoursLater(2) });
  expect((await progressOf(scope)).booking).toEqual({ at: hoursLater(2).toISOString() });
});

it("counts every call of many at once, by day and place", async () => {
  await Promise.all(Array.from({ length: 30 }, (_, number) => aCall({ status: number % 3 === 0 ? 500 : 200, environment: number < 10 ? "sandbox" : "simulator", startedAt: hoursLater(number < 10 ? 0 : 24) })));
  expect(await counts()).toEqual([
    { day: "2026-01-10", place: "live", calls: 10, errors: 4 },
    { day: "2026-01-11", place: "simulator", calls: 20, errors: 6 },
  ]);
});

it("names the run that proves a step while it is kept, and leaves the tick when it is gone", async () => {
  const runId = await aCall();
  expect((await progressOf(scope)).good).toEqual({ at: NOON.toISOString() });
  await everywhereDb().insert(runs).values({ workspaceId: scope.workspaceId, id: runId, operationId: "getProducts", environment: "simulator", apiVersion: "3.8", input: {}, startedAt: NOON });
  expect((await progressOf(scope)).good).toEqual({ at: NOON.toISOString(), runId });
  await asOwner("delete from runs where id = $1", [runId]);
  expect((await progressOf(scope)).good).toEqual({ at: NOON.toISOString() });
});

it("writes nothing when the transaction of the event fails", async () => {
  const failing = everywhereDb().transaction(async (tx) => {
    await made({ workspaceId: scope.workspaceId, runId: crypto.randomUUID(), operationId: "getProducts", environment: "simulator", status: 200, failure: null, startedAt: NOON }, tx);
    throw new Error("the run could not be kept");
  });
  await expect(failing).rejects.toThrow("the run could not be kept");
  expect([(await progressOf(scope)).good, await counts()]).toEqual([null, []]);
});

it("forgets counts that the board does not look at any more, and makes good a missing row", async () => {
  await aCall({ startedAt: hoursLater(-24 * 9) });
  await aCall();
  await asOwner("delete from partners where workspace_id = $1", [scope.workspaceId]);
  await tidyPartner(scope.workspaceId, NOON);
  expect([await counts(), (await row()).joined_at]).toEqual([[{ day: "2026-01-10", place: "simulator", calls: 1, errors: 0 }], expect.any(Date)]);
});
