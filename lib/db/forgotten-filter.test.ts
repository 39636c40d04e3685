/**
 * Every function of every store is called with the ids of another workspace: as it is written, then with the tenant's filter deleted from
 * its SQL. Behind the wall that makes no difference. Without the wall it does, or the function would not be in the list of those that filter.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isSQLWrapper, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tenantDb } from "./client";
import { asOwner, testDatabase } from "./testing/database";
import { together, type Change } from "./together";
import { inMode, withoutTenant, type Mode } from "./testing/forget-tenant";
import { FILTERED, NO_TENANT, PREPARED, TX, UNFILTERED, WORLD } from "./testing/store-calls";
import { OURS, plantTenants, stateOf } from "./testing/two-tenants";

type Called = (...given: unknown[]) => unknown;
const LIB = fileURLToPath(new URL("../", import.meta.url));
const functions = new Map<string, Called>();
let rowsOf: new (tx: unknown, world: string) => Record<string, Called>;

beforeAll(async () => {
  await testDatabase();
  for (const file of readdirSync(LIB, { recursive: true, encoding: "utf8" }).filter((name) => /(^|\/)store\.ts$/.test(name))) {
    const store = file.replace(/\.ts$/, "");
    if (NO_TENANT.includes(store)) continue;
    const exported = (await import(/* @vite-ignore */ pathToFileURL(join(LIB, file)).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) {
      if (name === "WorldRows") {
        rowsOf = value as typeof rowsOf;
        for (const method of Object.getOwnPropertyNames(rowsOf.prototype).filter((one) => one !== "constructor")) {
          functions.set(`${store} WorldRows.${method}`, (rows, ...given) => (rows as Record<string, Called>)[method]?.call(rows, ...given));
        }
      } else if (typeof value === "function") functions.set(`${store} ${name}`, value as Called);
    }
  }
}, 60_000);
afterAll(() => asOwner("delete from workspaces"));

/** What it gives, with moments and versions of rows made equal, and what became of the rows of both workspaces. */
interface Outcome {
  result: string;
  ours: string;
  theirs: string;
}

async function call(name: string): Promise<string> {
  const called = functions.get(name) ?? (() => "no such function");
  const given = FILTERED[name] ?? [];
  const run = given[0] === TX || given[0] === WORLD
    ? tenantDb(OURS).transaction(async (tx) => called(given[0] === TX ? tx : new rowsOf(tx, OURS), ...given.slice(1)))
    : (async () => {
        const answer = await called(...given);
        return isChanges(answer) ? together(tenantDb(OURS), answer, sql`select 1`) : answer;
      })();
  const result = await run.catch((error: unknown) => `refused: ${String((error as { cause?: unknown }).cause ?? error)}`);
  const plain = result instanceof Map ? [...result] : result instanceof Set ? [...result] : result;
  return JSON.stringify(plain ?? null, (_key, value: unknown) => (Buffer.isBuffer(value) ? value.toString("hex") : value)).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "then");
}

/** Changes that are left to whoever makes them with others. */
function isChanges(result: unknown): result is Change[] {
  return Array.isArray(result) && result.length > 0 && result.every((one) => isSQLWrapper(one));
}

const MOMENT = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+\d\d/g;

async function outcomes(mode: Mode): Promise<Map<string, Outcome>> {
  const found = new Map<string, Outcome>();
  let tables = await plantTenants();
  let before = await stateOf(tables);
  await inMode(mode, async () => {
    for (const name of Object.keys(FILTERED)) {
      const prepared = PREPARED[name];
      if (prepared !== undefined) {
        await asOwner(prepared);
        before = await stateOf(tables);
      }
      const result = await call(name);
      const after = await stateOf(tables);
      found.set(name, { result, ours: after.ours === before.ours ? "same" : after.ours.replaceAll(MOMENT, "then"), theirs: after.theirs === before.theirs ? "same" : "changed" });
      if (prepared === undefined && after.ours === before.ours && after.theirs === before.theirs) continue;
      tables = await plantTenants();
      before = await stateOf(tables);
    }
  });
  return found;
}

it("knows every function of every store that has tenants", () => {
  const listed = [...Object.keys(FILTERED), ...Object.values(UNFILTERED).flat()];
  expect(listed.sort()).toEqual([...functions.keys()].sort());
});

it("plants a row of both workspaces in every table that has an owner", async () => {
  const tables = await plantTenants();
  const owned = await asOwner("select distinct table_name from information_schema.columns where table_schema = 'public' and column_name in ('workspace_id', 'world')");
  expect(tables.length).toBe(owned.rows.length + 1);
});

describe("a statement", () => {
  it.each([
    [`select * from "runs" where ("runs"."workspace_id" = $1 and "runs"."id" = $2)`, `select * from "runs" where ($1::text is not null and "runs"."id" = $2)`],
    [`delete from seats where world = $1 and x = $2`, `delete from seats where $1::text is not null and x = $2`],
    [`update w set "workspace_id" = $1 where "workspaces"."id" = $2`, `update w set "workspace_id" = $1 where $2::text is not null`],
    [`insert into t (world) values ($1)`, `insert into t (world) values ($1)`],
  ])("%s without its tenant is as meant", (statement, forgetful) => {
    expect(withoutTenant(statement)).toBe(forgetful);
  });
});

describe("with the tenant's filter deleted", { timeout: 120_000 }, () => {
  let honest: Map<string, Outcome>;
  beforeAll(async () => {
    honest = await outcomes("honest");
  }, 120_000);

  it("no function gives anything of another workspace, or changes it, as long as the wall stands", async () => {
    const walled = await outcomes("walled");
    expect([...honest.values()].filter(({ theirs }) => theirs !== "same")).toEqual([]);
    expect([...walled].filter(([name, { result, theirs }]) => theirs !== "same" || result !== honest.get(name)?.result).map(([name]) => name)).toEqual([]);
  });

  it("each of them does when the wall is gone", async () => {
    const open = await outcomes("open");
    const harmless = [...open].filter(([name, { result, theirs }]) => theirs === "same" && result === honest.get(name)?.result).map(([name]) => name);
    expect(harmless).toEqual([]);
    expect(open.size).toBeGreaterThan(110);
  });
});
