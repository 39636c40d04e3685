/**
 * The README's commands for a backup of a PostgreSQL of one's own, as they stand there, by a user that is no superuser. pg_dump
 * refuses a server that is newer than itself; where there is none that fits the tests' server, this is skipped and says so.
 */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from "vitest";
import { checkChain, listChains } from "@/lib/audit/chain/service";
import { aMember } from "@/lib/auth/testing/people";
import { useCredential } from "@/lib/credentials/service";
import { closeDatabase } from "@/lib/db/client";
import { migrateDatabase } from "@/lib/db/migrate";
import { testSettings } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { aCredential } from "@/lib/tokens/testing/token-world";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const commandWith = (word: string) => [...README.matchAll(/```sh\n([^`]+)```/g)].map(([, command = ""]) => command).find((command) => command.includes(word)) ?? expect.fail(`The README has no ${word}.`);
const USER = `keeper_${randomBytes(4).toString("hex")}`;
const databases = [`kept_${randomBytes(6).toString("hex")}`, `restored_${randomBytes(6).toString("hex")}`] as const;

async function asSuperuser<Row extends pg.QueryResultRow>(sql: string, database = "postgres"): Promise<Row[]> {
  const client = new pg.Client({ connectionString: inject("templateUrl").replace(/\/console$/, `/${database}`) });
  await client.connect();
  return client.query<Row>(sql).then(({ rows }) => rows).finally(() => client.end());
}

/** The same database in the words of libpq, for another user. */
function addressOf(database: string): string {
  const url = new URL(inject("templateUrl"));
  url.username = USER;
  url.pathname = `/${database}`;
  return url.href;
}

async function hasFittingTool(): Promise<boolean> {
  try {
    const tool = Number(/(\d+)/.exec(execFileSync("pg_dump", ["--version"], { encoding: "utf8" }))?.[1]);
    const [server] = await asSuperuser<{ major: number }>("select current_setting('server_version_num')::int / 10000 as major");
    return tool >= (server?.major ?? Number.POSITIVE_INFINITY);
  } catch {
    return false;
  }
}

beforeAll(async () => {
  await asSuperuser(`create role ${USER} login; grant distributor_console_app to ${USER}`);
  for (const database of databases) await asSuperuser(`create database ${database} owner ${USER}`);
});
afterAll(async () => {
  await closeDatabase();
  for (const database of databases) await asSuperuser(`drop database ${database} with (force)`);
  await asSuperuser(`drop role ${USER}`);
});

/** Rows of every table, and a sum over what is in them. */
async function contentsOf(database: string): Promise<unknown> {
  const tables = await asSuperuser<{ name: string }>("select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1", database);
  return Promise.all(tables.map(async ({ name }) => [name, (await asSuperuser(`select count(*)::int as rows, md5(string_agg(t::text, e'\\n' order by t::text)) as sum from ${name} t`, database))[0]]));
}

it("carries every row of every workspace into an empty database, where secrets open and the record holds", { timeout: 120_000 }, async (context) => {
  if (!(await hasFittingTool())) return context.skip("There is no pg_dump here that is as new as the tests' PostgreSQL.");
  const [kept, restored] = databases;
  const folder = mkdtempSync(join(tmpdir(), "dc-dump-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await migrateDatabase(addressOf(kept));
  setSettings(testSettings({ databaseUrl: new Secret(addressOf(kept)) }));
  const owners = [await aMember("owner"), await aMember("owner")];
  const credentials = await Promise.all(owners.map((owner) => aCredential(owner)));
  const run = (command: string) => execFileSync("sh", ["-ec", command], { cwd: folder, env: { PATH: process.env.PATH, DATABASE_URL: addressOf(kept), RESTORED_URL: addressOf(restored), NODE_ENV: "test" }, stdio: "pipe" });

  run(commandWith("pg_dump"));
  run(commandWith("pg_restore"));
  expect(await contentsOf(restored)).toEqual(await contentsOf(kept));
  await closeDatabase();
  setSettings({ ...settings(), databaseUrl: new Secret(addressOf(restored)) });
  for (const [at, owner] of owners.entries()) expect((await useCredential(owner, credentials[at] ?? "")).secret.reveal()).toMatch(/^s3cret\//);
  const chains = await listChains();
  expect(chains.length).toBeGreaterThanOrEqual(2);
  for (const { chain } of chains) expect(await checkChain(chain)).toMatchObject({ fault: undefined });

  // Without what the README warns of, the dump ends well and has no row of a workspace: so the sums above would have told.
  run(commandWith("pg_dump").replace(/^PGOPTIONS='[^']*' /, "").replace("console.dump", "without.dump"));
  const rowsOf = (dump: string) => execFileSync("sh", ["-ec", `pg_restore --data-only --table=credentials --file=- ${dump}`], { cwd: folder, encoding: "utf8" }).match(/^[0-9a-f-]{36}\t/gm)?.length ?? 0;
  expect([rowsOf("console.dump"), rowsOf("without.dump")]).toEqual([expect.toSatisfy((many: number) => many >= 2), 0]);
});
