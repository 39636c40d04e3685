import { sql } from "drizzle-orm";
import pg from "pg";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { aMember, anOperator } from "@/lib/auth/testing/people";
import { tenantDb } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { together } from "@/lib/db/together";
import { settings } from "@/lib/env";
import { readBoard } from "@/lib/operator/board/service";
import type { OperatorScope } from "@/lib/operator/model";
import { DAY_MS } from "@/lib/shared/time";
import { sweep } from "@/lib/upkeep/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { callMade } from "../service";
import { addUpCalls } from "./service";

const NOON = new Date("2026-01-10T12:00:00Z");
const daysAfter = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

let operator: OperatorScope;
let ours: WorkspaceScope;
let theirs: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  operator = await anOperator();
});
beforeEach(async () => {
  [ours, theirs] = [await aMember("owner"), await aMember("owner")];
});

/** Calls of the API as the playground writes them down, the first `errors` of them answered with 500. */
async function calls(scope: WorkspaceScope, many: number, errors: number, { environment = "simulator", at = NOON } = {}): Promise<void> {
  const one = (n: number) => ({ workspaceId: scope.workspaceId, runId: crypto.randomUUID(), operationId: "getProducts", environment, status: n < errors ? 500 : 200, failure: null, startedAt: at });
  await Promise.all(Array.from({ length: many }, (_, n) => together(tenantDb(scope.workspaceId), callMade(one(n)), sql`select 1`)));
}

/** What the operators see of a workspace: calls, and those that went wrong. */
async function shown({ workspaceId }: WorkspaceScope, now = NOON, place?: "simulator" | "live"): Promise<[number, number] | undefined> {
  const { rows } = await readBoard(operator, { sort: "errors", place }, now);
  const row = rows.find(({ partner }) => partner === workspaceId);
  return row && [row.calls, row.errors];
}

async function kept({ workspaceId }: WorkspaceScope) {
  const { rows } = await asOwner("select simulator_calls::int, simulator_errors::int, live_calls::int, live_errors::int, any_rate, sums_since::text from partners where workspace_id = $1", [workspaceId]);
  return rows[0] as Record<string, unknown> | undefined;
}

it("holds what each workspace called, by place, as soon as the board is read", async () => {
  await calls(ours, 8, 2);
  await calls(ours, 4, 4, { environment: "staging" });
  await calls(theirs, 10, 1);
  expect([await shown(ours), await shown(ours, NOON, "live"), await shown(theirs), await shown(theirs, NOON, "live")]).toEqual([[12, 6], [4, 4], [10, 1], [0, 0]]);
  await calls(ours, 2, 2);
  expect([await shown(ours, NOON, "simulator"), await shown(theirs)]).toEqual([[10, 4], [10, 1]]);
  const order = (await readBoard(operator, { sort: "errors" }, NOON)).rows.map(({ partner }) => partner);
  expect(order.indexOf(ours.workspaceId)).toBeLessThan(order.indexOf(theirs.workspaceId));
});

it("lets a day go when it is over, though nobody calls, and has nothing of a partner without calls", async () => {
  await calls(ours, 5, 5);
  await calls(ours, 3, 0, { at: daysAfter(1) });
  expect([await shown(ours, daysAfter(1)), await shown(ours, daysAfter(6)), await shown(ours, daysAfter(7)), await shown(ours, daysAfter(8))]).toEqual([[8, 5], [8, 5], [3, 0], [0, 0]]);
  expect(await kept(ours)).toMatchObject({ simulator_calls: 0, any_rate: -1, sums_since: null });
  // A clock that was wrong and is set back finds them again, as long as the days are kept.
  await calls(ours, 1, 0, { at: daysAfter(1) });
  expect(await shown(ours, daysAfter(1))).toEqual([9, 5]);
});

it("misses none of many calls that are made while sums are made", async () => {
  let isOver = false;
  const made = Promise.all([calls(ours, 150, 20), calls(theirs, 100, 0)]).finally(() => {
    isOver = true;
  });
  while (!isOver) await addUpCalls(NOON);
  await made;
  expect([await shown(ours), await shown(theirs)]).toEqual([[150, 20], [100, 0]]);
});

it("waits for no call that is being written down, and has it when it is", async () => {
  await calls(ours, 4, 0);
  await addUpCalls(NOON);
  await calls(ours, 4, 0);
  const inFlight = new pg.Client({ connectionString: settings().databaseUrl?.reveal() });
  await inFlight.connect();
  try {
    await inFlight.query("begin");
    await inFlight.query("update call_counts set calls = calls + 1, errors = errors + 1 where workspace_id = $1", [ours.workspaceId]);
    await inFlight.query("select from partners where workspace_id = $1 for no key update", [ours.workspaceId]);
    await addUpCalls(NOON);
    await inFlight.query("commit");
  } finally {
    await inFlight.end();
  }
  const { rows } = await asOwner("select sum(calls)::int as calls, sum(errors)::int as errors from call_counts where workspace_id = $1", [ours.workspaceId]);
  expect(await shown(ours)).toEqual([rows[0]?.calls, rows[0]?.errors]);
});

it("notices a call that a console of the version before counted", async () => {
  await calls(ours, 3, 0);
  expect(await shown(ours)).toEqual([3, 0]);
  await asOwner("update call_counts set calls = calls + 1, errors = errors + 1 where workspace_id = $1 and slot = (select min(slot) from call_counts where workspace_id = $1)", [ours.workspaceId]);
  expect(await shown(ours)).toEqual([4, 1]);
});

it("keeps them when runs are purged, and forgets them with the days and with the workspace", async () => {
  await asOwner("insert into runs (workspace_id, operation_id, environment, api_version, input, started_at) values ($1, 'getProducts', 'simulator', '3.8', '{}', now() - interval '31 days')", [ours.workspaceId]);
  const now = new Date();
  await calls(ours, 6, 3, { at: now });
  await calls(theirs, 5, 0, { at: now });
  await sweep(now);
  expect((await asOwner("select from runs where workspace_id = $1", [ours.workspaceId])).rowCount).toBe(0);
  // The sweep has made them already.
  expect(await kept(ours)).toMatchObject({ simulator_calls: 6, simulator_errors: 3, any_rate: 0.5 });
  await sweep(new Date(now.getTime() + 9 * DAY_MS));
  expect((await asOwner("select from call_counts where workspace_id = $1", [ours.workspaceId])).rowCount).toBe(0);
  expect(await kept(ours)).toMatchObject({ simulator_calls: 0, simulator_errors: 0, any_rate: -1, sums_since: null });
  await asOwner("delete from workspaces where id = $1", [ours.workspaceId]);
  expect([await shown(ours), await shown(theirs)]).toEqual([undefined, [0, 0]]);
});
