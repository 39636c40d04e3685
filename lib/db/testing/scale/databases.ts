/** The databases that `npm run bench:scale` fills: two in a throw-away PostgreSQL, or two of their own in the one that DATABASE_URL names. */
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { closeDatabase } from "@/lib/db/client";
import { startCluster } from "@/lib/db/embedded/cluster";
import { migrateDatabase } from "@/lib/db/migrate";
import { parseSealKeys, readSettings, setSettings, type Settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";

export interface Databases {
  /** Their addresses, by the name that was asked for. */
  urls: ReadonlyMap<string, string>;
  /** Drops them. */
  close(): Promise<void>;
}

/** Makes a migrated database for each name. */
export async function makeDatabases(names: readonly string[]): Promise<Databases> {
  const given = readSettings();
  const folder = await mkdtemp(join(tmpdir(), "bench-scale-"));
  // PostgreSQL may be another user, who must be able to pass.
  await chmod(folder, 0o755);
  // Nobody misses what is in it, and nothing that is measured waits for the disk to confirm.
  const cluster = given.databaseUrl ? undefined : await startCluster(folder, { durable: false });
  const server = given.databaseUrl?.reveal() ?? cluster?.urlOf("postgres") ?? "";
  const tag = randomBytes(4).toString("hex");
  const urls = new Map<string, string>();
  const close = async () => {
    await closeDatabase();
    if (!cluster) for (const name of urls.keys()) await asOwner(server, `drop database if exists ${named(name, tag)} with (force)`);
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const name of names) {
      await asOwner(server, `create database ${named(name, tag)}`);
      urls.set(name, withDatabase(server, named(name, tag)));
    }
    setSettings(settingsOf(given));
    for (const url of urls.values()) await migrateDatabase(url);
  } catch (error) {
    await close();
    throw error;
  }
  return { urls, close };
}

function named(name: string, tag: string): string {
  return `scale_${name}_${tag}`;
}

function withDatabase(url: string, database: string): string {
  return url.replace(/\/[^/?]*(\?|$)/, `/${database}$1`);
}

function settingsOf(given: ReturnType<typeof readSettings>): Settings {
  return {
    ...given,
    authSecret: new Secret(randomBytes(32).toString("base64")),
    sealKeys: parseSealKeys(`k1:${randomBytes(32).toString("base64")}`) ?? [],
    // So that nothing that fills the database waits for its turn.
    fairUse: { requestsPerMinute: 100_000, refusalsPerMinute: 100_000 },
    loopbackOrigin: `http://127.0.0.1:${given.port}`,
  };
}

/** Runs SQL on a connection of its own as the owner of the tables, seeing every workspace. */
export async function asOwner(url: string, sql: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = await owner(url);
  try {
    return await client.query(sql, values);
  } finally {
    await client.end();
  }
}

/** Such a connection, to be ended by whoever asked for it. */
export async function owner(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "bench:scale" });
  await client.connect();
  await client.query("set console.workspace = '*'");
  return client;
}
