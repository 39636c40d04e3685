import { beforeAll, expect, it } from "vitest";
import { anOperator } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import type { OperatorScope } from "../model";
import { SORTS, STAGES, type BoardQuery, type BoardRow } from "./schema";
import { readBoard } from "./service";

const NOON = new Date("2026-01-10T12:00:00Z");

let operator: OperatorScope;
beforeAll(async () => {
  await testDatabase();
  operator = await anOperator();
  // 120 partners, one an hour, each a stage further than the one before in the simulator; every sixth is live.
  await asOwner(`insert into workspaces (slug, name, created_at) select 'p-' || n, 'Partner ' || lpad(n::text, 3, '0'), timestamptz '2026-01-01 00:00Z' + n * interval '1 hour' from generate_series(1, 120) n`);
  await asOwner(`insert into partners (workspace_id, made_at, contact_email, note, joined_at, simulator_credential_at, simulator_token_at, simulator_good_at, simulator_booking_at, simulator_seen_at, live_good_at, live_seen_at)
    select id, created_at, n || '@partner.test', case n when 7 then '100% ready' else '' end,
      case when n % 6 >= 1 then created_at + interval '1 hour' end, case when n % 6 <> 1 then created_at end, case when n % 6 >= 3 then created_at + interval '2 hours' end,
      case when n % 6 >= 4 then created_at + n * interval '1 minute' end, case when n % 6 = 5 then created_at + interval '4 hours' end,
      case when n % 6 >= 3 then created_at + interval '5 hours' end, case when n % 12 = 5 then created_at + interval '30 minutes' end, case when n % 12 = 5 then created_at + interval '9 hours' end
    from (select id, created_at, substr(slug, 3)::int as n from workspaces where slug like 'p-%') w`);
  await asOwner(`insert into call_counts select id, day::date, 'simulator', slot, 10, substr(slug, 3)::int % 10 from workspaces, unnest(array['2026-01-03', '2026-01-04', '2026-01-10']) day, unnest(array[0, 3]) slot where slug like 'p-%' and substr(slug, 3)::int <= 20`);
});

const board = (query: Partial<BoardQuery> = {}) => readBoard(operator, { sort: "newest", ...query }, NOON);

async function everyPage(query: Partial<BoardQuery>): Promise<BoardRow[]> {
  const rows: BoardRow[] = [];
  let after: string | undefined;
  do {
    const page = await board({ ...query, after });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return rows;
}

it("puts each partner at the last stage that it has reached, and adds them up", async () => {
  const { totals } = await board();
  expect(totals).toEqual({ invited: 20, joined: 20, credential: 20, token: 20, good: 20, booking: 20, certified: 0 });
  for (const stage of STAGES.filter((one) => one !== "certified")) {
    const rows = await everyPage({ stage });
    expect([stage, rows.length, new Set(rows.map((row) => row.stage))]).toEqual([stage, 20, new Set([stage])]);
  }
});

it.each(SORTS)("shows everybody once, page by page, by %s", async (sort) => {
  const rows = await everyPage({ sort });
  expect(new Set(rows.map(({ partner }) => partner)).size).toBe(120);
  expect(rows).toHaveLength(120);
});

it("orders by what was asked for", async () => {
  const names = async (query: Partial<BoardQuery>) => (await board(query)).rows.slice(0, 3).map(({ name }) => name);
  expect(await names({ sort: "newest" })).toEqual(["Partner 120", "Partner 119", "Partner 118"]);
  expect(await names({ sort: "name" })).toEqual(["Partner 001", "Partner 002", "Partner 003"]);
  expect(await names({ sort: "fastest", place: "simulator" })).toEqual(["Partner 004", "Partner 005", "Partner 010"]);
  expect(await names({ sort: "activity", place: "live" })).toEqual(["Partner 113", "Partner 101", "Partner 089"]);
  expect((await names({ sort: "errors" })).slice(0, 2).toSorted()).toEqual(["Partner 009", "Partner 019"]);
});

it("tells the simulator from live environments, and takes the earlier of both for both", async () => {
  const of = async (place?: "simulator" | "live") => (await board({ q: "Partner 005", place })).rows[0];
  expect([(await of("simulator"))?.secondsToGood, (await of("live"))?.secondsToGood, (await of())?.secondsToGood]).toEqual([300, 1_800, 300]);
  expect([(await of("simulator"))?.stage, (await of("live"))?.stage]).toEqual(["booking", "good"]);
  expect((await of())?.lastActivityAt).toBe("2026-01-01T14:00:00.000Z");
});

it("counts the calls of seven days, today included", async () => {
  expect((await board({ q: "Partner 003" })).rows[0]).toMatchObject({ calls: 40, errors: 12 });
  expect((await board({ q: "Partner 003", place: "live" })).rows[0]).toMatchObject({ calls: 0, errors: 0 });
});

it("finds a partner by name, address, contact or note, taken literally", async () => {
  const names = async (q: string) => (await board({ q })).rows.map(({ name }) => name);
  expect(await names("artner 007")).toEqual(["Partner 007"]);
  expect(await names("P-42")).toEqual(["Partner 042"]);
  expect(await names("77@partner")).toEqual(["Partner 077"]);
  expect(await names("0%")).toEqual(["Partner 007"]);
  expect(await board({ q: "nobody like this" })).toMatchObject({ rows: [], next: undefined, totals: { invited: 0 } });
});

it("finds a partner by the name that it has now, at the stage that it is at now, until it is gone", async () => {
  const made = (await asOwner("insert into workspaces (slug, name) values ('passing', 'Passing') returning id")).rows[0]?.id as string;
  await asOwner("insert into partners (workspace_id) values ($1)", [made]);
  const stages = async (q: string) => Object.entries((await board({ q })).totals).flatMap(([stage, many]) => Array.from({ length: many }, () => stage));
  expect([await stages("passing"), await stages("ÜBERLAND")]).toEqual([["invited"], []]);
  await asOwner("update workspaces set name = 'Überland', slug = 'land' where id = $1", [made]);
  await asOwner("update partners set joined_at = now(), live_good_at = now() where workspace_id = $1", [made]);
  expect([await stages("passing"), await stages("überLAND")]).toEqual([[], ["good"]]);
  await asOwner("update partners set note = 'Asked twice', contact_email = 'new@land.test' where workspace_id = $1", [made]);
  expect([await stages("asked TWICE"), await stages("new@land"), await stages("überland")]).toEqual([["good"], ["good"], ["good"]]);
  await asOwner("delete from workspaces where id = $1", [made]);
  expect(await board({ q: "land.test" })).toMatchObject({ rows: [], totals: { good: 0 } });
});

it.each(SORTS)("searches at one stage, page by page, by %s", async (sort) => {
  const rows = await everyPage({ sort, q: "partner 0", stage: "good" });
  expect(new Set(rows.map(({ name }) => name))).toEqual(new Set((await everyPage({ stage: "good" })).map(({ name }) => name).filter((name) => name.startsWith("Partner 0"))));
  expect(rows.length).toBeGreaterThan(10);
});

it("begins anew when the partner that the page went on after is gone", async () => {
  expect((await board({ after: "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01" })).rows[0]?.name).toBe("Partner 120");
});
