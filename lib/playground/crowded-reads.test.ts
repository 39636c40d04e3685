/** Reads that may look at everything a workspace has: few at a time, and the workspace beside it does not notice. */
import { beforeAll, expect, it } from "vitest";
import { checkRecord } from "@/lib/audit/chain/service";
import { exportRecord } from "@/lib/audit/export/service";
import { aMember } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { exportWorkspace } from "@/lib/workspaces/export/service";
import { list } from "./service";

const BUSY = { code: "workspace.busy", status: 429, retryAfterSeconds: 2 };
let ours: WorkspaceScope;
let theirs: WorkspaceScope;

beforeAll(async () => {
  await testDatabase();
  [ours, theirs] = [await aMember("owner"), await aMember("owner")];
});

const text = (stream: ReadableStream) => new Response(stream).text();
const refusals = (results: readonly PromiseSettledResult<unknown>[]) => results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));

it("exports are two at a time, until the last line or until nobody wants more", async () => {
  const [one, two] = [await exportWorkspace(ours), await exportRecord(ours, {}, "csv")];
  await expect(exportWorkspace(ours)).rejects.toMatchObject(BUSY);
  await expect(exportRecord(ours, {}, "ndjson")).rejects.toMatchObject(BUSY);
  await expect(checkRecord(ours)).rejects.toMatchObject(BUSY);
  expect(await text(await exportWorkspace(theirs))).toContain('"kind":"end"');

  expect(await text(one)).toContain('"kind":"end"');
  const three = await exportRecord(ours, {}, "ndjson");
  await two.cancel();
  expect(await text(await exportWorkspace(ours))).toContain('"kind":"end"');
  expect(await text(three)).toContain("audit.exported");
});

it("checks of the record are two at a time", async () => {
  const results = await Promise.allSettled([1, 2, 3].map(() => checkRecord(ours)));
  expect(refusals(results)).toEqual([expect.objectContaining(BUSY)]);
  expect((await checkRecord(ours)).fault).toBeUndefined();
});

it("searches by reference are four at a time, and lists without one are not counted", async () => {
  const search = (scope: WorkspaceScope) => list(scope, { limit: 10, reference: "PRIO-1" });
  const all = await Promise.allSettled([...[1, 2, 3, 4, 5, 6].map(() => search(ours)), search(theirs), ...[1, 2, 3, 4, 5].map(() => list(ours, { limit: 10 }))]);
  expect(refusals(all)).toEqual([expect.objectContaining(BUSY), expect.objectContaining(BUSY)]);
  expect((await search(ours)).runs).toEqual([]);
});
