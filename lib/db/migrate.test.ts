import { randomBytes } from "node:crypto";
import { readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { MIGRATIONS, migrateDatabase } from "./migrate";
import { migrationsOf } from "./move/tables";

let url: string;
let client: pg.Client;
beforeEach(async () => {
  const name = `m_${randomBytes(6).toString("hex")}`;
  await admin(`create database ${name}`);
  url = inject("templateUrl").replace(/\/console$/, `/${name}`);
  client = await connected(url);
});
afterEach(async () => {
  await client.end();
  await admin(`drop database ${url.split("/").at(-1)} with (force)`);
});

async function connected(connectionString: string): Promise<pg.Client> {
  const made = new pg.Client({ connectionString });
  await made.connect();
  return made;
}

async function admin(sql: string): Promise<void> {
  const postgres = await connected(inject("templateUrl").replace(/\/console$/, "/postgres"));
  await postgres.query(sql).finally(() => postgres.end());
}

const all = () => readMigrationFiles({ migrationsFolder: MIGRATIONS }).map(({ hash }) => hash);

it("is done once when four replicas start at the same moment on an empty database", async () => {
  await Promise.all(Array.from({ length: 4 }, () => migrateDatabase(url)));
  expect(await migrationsOf(client)).toEqual(all());
});

it("lets a replica of the version before start on a schema that is newer already", async () => {
  await migrateDatabase(url);
  await client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ('of-tomorrow', $1)", [Date.parse("2100-01-01")]);
  await migrateDatabase(url);
  expect(await migrationsOf(client)).toEqual([...all(), "of-tomorrow"]);
});

it("makes the next one wait, and nobody who reads or writes", async () => {
  await migrateDatabase(url);
  await client.query("select pg_advisory_lock(7310415)");
  let isDone = false;
  const waiting = migrateDatabase(url).then(() => (isDone = true));
  const waits = async () => (await client.query("select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())")).rowCount;
  await expect.poll(waits, { interval: 10 }).toBe(1);
  const serving = await connected(url);
  await serving.query("insert into users (email, name) values ('ada@example.com', 'Ada')");
  expect((await serving.query("select name from users")).rows).toEqual([{ name: "Ada" }]);
  await serving.end();
  expect(isDone).toBe(false);
  await client.query("select pg_advisory_unlock(7310415)");
  await waiting;
});
