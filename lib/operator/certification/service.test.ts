import { beforeAll, beforeEach, expect, it } from "vitest";
import { aMember, anOperator } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { progressOf } from "@/lib/partners/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { readBoard } from "../board/service";
import type { OperatorScope } from "../model";
import { certificationInput } from "./schema";
import { certifyPartner, uncertifyPartner } from "./service";

const NOON = new Date("2026-01-10T12:00:00Z");
const GIVEN = { on: "2026-01-09", for: "v3.8, time slots" };

let operator: OperatorScope;
let partner: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  operator = await anOperator();
});
beforeEach(async () => {
  partner = await aMember("owner");
});

async function row() {
  return (await readBoard(operator, { sort: "newest", q: partner.workspaceSlug })).rows[0];
}

async function entries() {
  const { rows } = await asOwner("select action, actor_id, subject from installation_events where subject ->> 'workspaceId' = $1 and action like 'partner.certif%' order by sequence", [partner.workspaceId]);
  return rows as { action: string; actor_id: string; subject: Record<string, unknown> }[];
}

it("is the last stage, in every place, until it is taken back, and each of it is on record", async () => {
  expect(await row()).toMatchObject({ stage: "joined", reached: { certified: null }, certifiedFor: "" });
  expect(await certifyPartner(operator, partner.workspaceId, GIVEN, NOON)).toEqual({ on: GIVEN.on });
  expect(await row()).toMatchObject({ stage: "certified", reached: { certified: GIVEN.on }, certifiedFor: GIVEN.for });
  for (const place of ["simulator", "live", undefined] as const) {
    const { rows, totals } = await readBoard(operator, { sort: "name", q: partner.workspaceSlug, stage: "certified", place });
    expect([rows.length, totals]).toMatchObject([1, { certified: 1, joined: 0 }]);
    expect((await readBoard(operator, { sort: "newest", q: partner.workspaceSlug, stage: "joined", place })).rows).toEqual([]);
  }
  expect(await uncertifyPartner(operator, partner.workspaceId)).toEqual({ withdrawn: true });
  expect(await row()).toMatchObject({ stage: "joined", reached: { certified: null }, certifiedFor: "" });
  expect(await uncertifyPartner(operator, partner.workspaceId)).toEqual({ withdrawn: false });
  expect((await entries()).map(({ action, actor_id, subject: { on } }) => [action, actor_id, on])).toEqual([
    ["partner.certified", operator.userId, GIVEN.on],
    ["partner.certification-withdrawn", operator.userId, GIVEN.on],
  ]);
});

it("is shown to the partner", async () => {
  expect((await progressOf(partner)).certified).toBeNull();
  await certifyPartner(operator, partner.workspaceId, GIVEN, NOON);
  expect((await progressOf(partner)).certified).toEqual(GIVEN);
});

it("writes down what was there before, and nothing where nothing changes", async () => {
  await certifyPartner(operator, partner.workspaceId, GIVEN, NOON);
  await certifyPartner(operator, partner.workspaceId, GIVEN, NOON);
  await certifyPartner(operator, partner.workspaceId, { on: "2026-01-10", for: "" }, NOON);
  expect((await entries()).map(({ subject: { before } }) => before)).toEqual([undefined, GIVEN]);
});

it("refuses a day that has begun nowhere yet, and takes one that has begun somewhere", async () => {
  await expect(certifyPartner(operator, partner.workspaceId, { on: "2026-01-12", for: "" }, NOON)).rejects.toMatchObject({ code: "input.refused", issues: [{ path: "/on" }] });
  await certifyPartner(operator, partner.workspaceId, { on: "2026-01-11", for: "" }, NOON);
  expect(await row()).toMatchObject({ reached: { certified: "2026-01-11" } });
});

it("knows no other partner than those there are", async () => {
  await expect(certifyPartner(operator, crypto.randomUUID(), GIVEN, NOON)).rejects.toMatchObject({ code: "resource.not-found" });
  await expect(uncertifyPartner(operator, crypto.randomUUID())).rejects.toMatchObject({ code: "resource.not-found" });
});

it.each([{ on: "2026-02-30" }, { on: "soon" }, { on: "2026-01-09", for: "two\nlines" }, { on: "2026-01-09", for: "x".repeat(201) }, { on: "2026-01-09", by: "me" }])("refuses %j", (given) => {
  expect(certificationInput.safeParse(given).success).toBe(false);
});
