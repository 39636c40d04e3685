import { beforeAll, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { everywhereDb } from "@/lib/db/client";
import { runs } from "@/lib/db/tables";
import { testDatabase } from "@/lib/db/testing/database";
import { removeMember } from "@/lib/workspaces/members/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { errorGroups, whoMadeRuns } from "./service";

const NOON = new Date("2026-01-10T12:00:00Z");
const hoursAgo = (hours: number) => new Date(NOON.getTime() - hours * 3_600_000);

let scope: WorkspaceScope;

beforeAll(async () => {
  await testDatabase();
  scope = await aMember("viewer");
});

async function aRun(values: Partial<typeof runs.$inferInsert>, into = scope): Promise<string> {
  const [row] = await everywhereDb()
    .insert(runs)
    .values({
      workspaceId: into.workspaceId,
      operationId: "getProducts",
      environment: "simulator",
      apiVersion: "3.8",
      input: {},
      startedAt: NOON,
      ...values,
    })
    .returning({ id: runs.id });
  return row?.id ?? "";
}

it("knows no errors before anything was sent", async () => {
  expect(await errorGroups(scope, NOON)).toEqual([]);
});

it("groups what went wrong by operation and code", async () => {
  const other = await aMember("owner");
  await aRun({ status: 500 }, other);
  await aRun({ status: 200, startedAt: hoursAgo(50) });
  await aRun({ status: 201, startedAt: hoursAgo(2) });
  await aRun({ status: 422, errorCode: "INVALID_REQUEST", startedAt: hoursAgo(48) });
  const lastOfThese = await aRun({
    status: 422,
    errorCode: "INVALID_REQUEST",
    startedAt: hoursAgo(3),
    diagnosis: { title: "It cannot be done" },
  });
  await aRun({ failure: "reset", operationId: "createOrder", startedAt: hoursAgo(5) });
  await aRun({ status: 404, startedAt: hoursAgo(24 * 31) });
  await aRun({ status: 200, environment: "staging", startedAt: hoursAgo(1) });

  expect(await errorGroups(scope, NOON)).toEqual([
    {
      operationId: "getProducts",
      status: 422,
      failure: null,
      errorCode: "INVALID_REQUEST",
      count: 2,
      recentCount: 1,
      lastAt: hoursAgo(3).toISOString(),
      lastRunId: lastOfThese,
      title: "It cannot be done",
    },
    expect.objectContaining({ operationId: "createOrder", status: null, failure: "reset", count: 1, recentCount: 1, title: null }),
  ]);
});

it("knows everybody who made a run, once each, also who has left, and nobody of another workspace", async () => {
  const owner = await aMember("owner");
  const [leaver, silent, stranger] = [await aMember("developer", owner), await aMember("developer", owner), await aMember("owner")];
  expect(await whoMadeRuns(owner)).toEqual([]);
  for (const madeBy of [owner.userId, leaver.userId, leaver.userId, null]) await aRun({ status: 200, madeBy }, owner);
  await aRun({ status: 200, madeBy: stranger.userId }, stranger);
  await removeMember({ ...owner, authenticatedAt: new Date() }, leaver.userId);
  const ids = (await whoMadeRuns(owner)).map(({ id }) => id);
  expect(ids.toSorted()).toEqual([owner.userId, leaver.userId].toSorted());
  expect(ids).not.toContain(silent.userId);
});
