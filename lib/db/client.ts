/**
 * The one connection pool of this process, whichever PostgreSQL it is. Only store.ts files and
 * this folder use it.
 */
import "server-only";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import { processSlot } from "@/lib/shared/process-slot";
import * as tables from "./tables";

export type Database = NodePgDatabase<typeof tables>;
/** What a function takes that must run inside somebody's transaction. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

const POOL_SIZE = 16;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

const poolSlot = processSlot<pg.Pool>("pg-pool");
const databaseSlot = processSlot<Database>("drizzle");

/** What a database says when the role was not made, or is not ours to take. */
const ROLE_REFUSALS = new Set(["22023", "42501", "42704"]);

/**
 * Each connection works as the role that may add to the record but not change it, not as the owner of the tables. Where the migrations
 * could not make that role, the connection stays what it is; checking the record says so.
 */
const asApplication = {
  async onConnect(client: pg.ClientBase): Promise<void> {
    await client.query("set role distributor_console_app").catch((refusal: unknown) => {
      if (!(refusal instanceof pg.DatabaseError && ROLE_REFUSALS.has(refusal.code ?? ""))) throw refusal;
    });
  },
};

/** The pool itself, for what Drizzle has no words for: LISTEN, advisory locks held by a session. */
export function pool(): pg.Pool {
  return poolSlot.getOrMake(() => {
    const url = settings().databaseUrl;
    if (!url) throw new AppError("console.unavailable", "The database has not been started.");
    const made = new pg.Pool({
      connectionString: url.reveal(),
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      application_name: "distributor-console",
      ...asApplication,
    });
    // An idle connection that dies must not take the process with it; the next query finds a new one.
    made.on("error", () => undefined);
    return made;
  });
}

/** The database. Queries go through Drizzle so that values are always parameters. */
export function db(): Database {
  return databaseSlot.getOrMake(() => drizzle(pool(), { schema: tables }));
}

/** Closes the pool, so that the process can end or a test can point it elsewhere. */
export async function closeDatabase(): Promise<void> {
  const open = poolSlot.get();
  poolSlot.clear();
  databaseSlot.clear();
  await open?.end();
}

/** True when the database answers. Never throws. */
export async function databaseAnswers(): Promise<boolean> {
  try {
    await pool().query("select 1");
    return true;
  } catch {
    return false;
  }
}
