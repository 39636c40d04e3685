/**
 * The one connection pool of this process, whichever PostgreSQL it is. Only store.ts files and
 * this folder use it.
 */
import "server-only";
import { setTimeout as pause } from "node:timers/promises";
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
/** For a database that has gone without a word: the statement's own limit, and a little for the way. */
const QUERY_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;
/** Less than the timeout of a probe. */
const ANSWER_LIMIT_MS = 2_000;

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
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      application_name: "distributor-console",
      ...asApplication,
    });
    // An idle connection that dies must not take the process with it; the next query finds a new one.
    made.on("error", () => undefined);
    // Nor one that dies in somebody's hands: whoever waits for its answer is told, and the event itself ends nothing.
    made.on("connect", (client) => client.on("error", () => undefined));
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

/** True when the database answers, and within two seconds. Never throws. */
export async function databaseAnswers(): Promise<boolean> {
  const late = new AbortController();
  const tooLate = pause(ANSWER_LIMIT_MS, false, { signal: late.signal, ref: false });
  try {
    return await Promise.race([
      pool()
        .query("select 1")
        .then(() => true),
      tooLate,
    ]);
  } catch {
    return false;
  } finally {
    tooLate.catch(() => undefined);
    late.abort();
  }
}
