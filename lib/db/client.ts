/**
 * The one connection pool of this process, whichever PostgreSQL it is. Only store.ts files and this folder use it.
 *
 * Every connection says for whom it works, and the policies of the tables (row-level security) hold it to that: a query that
 * forgot its workspace finds nothing of the others. `tenantDb` works for one workspace, `db` for none of them, `everywhereDb` for all.
 */
import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import { isDatabaseOutage } from "@/lib/shared/outage";
import { processSlot } from "@/lib/shared/process-slot";
import { tracedWithin } from "@/lib/shared/tracing";
import { asTransaction } from "./nested";
import { EVERYWHERE, NOWHERE, walled } from "./wall";

export type Database = NodePgDatabase;
/** What a function takes that must run inside somebody's transaction. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

const POOL_SIZE = 16;
/** Kept open when there is nothing to do: as many kinds of work as one call has, and one more. */
const KEPT_OPEN = 4;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** For a database that has gone without a word: the statement's own limit, and a little for the way. */
const QUERY_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;
/** Less than the timeout of a probe. */
const ANSWER_LIMIT_MS = 2_000;

const poolSlot = processSlot<pg.Pool>("pg-pool");

/** What a database says when the role was not made, or is not ours to take. */
const ROLE_REFUSALS = new Set(["22023", "42501", "42704"]);

/**
 * Days are those of UTC, whatever zone the server is in, so that a day has 24 hours here as it has in our own counting.
 * Each connection works as the role that may add to the record but not change it, not as the owner of the tables. Where the migrations
 * could not make that role, the connection stays what it is; checking the record says so.
 */
const asApplication = {
  async onConnect(client: pg.ClientBase): Promise<void> {
    await client.query("set timezone = 'UTC'");
    await client.query("set role distributor_console_app").catch((refusal: unknown) => {
      if (!(refusal instanceof pg.DatabaseError && ROLE_REFUSALS.has(refusal.code ?? ""))) throw refusal;
    });
  },
};

function connections(): pg.Pool {
  return poolSlot.getOrMake(() => {
    const url = settings().databaseUrl;
    if (!url) throw new AppError("console.unavailable", "The database has not been started.");
    const made = new pg.Pool({
      connectionString: url.reveal(),
      max: POOL_SIZE,
      min: KEPT_OPEN,
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

/** Opens the connections that stay open, so that the kinds of work that one call has do not take turns on one. */
export async function openKept(): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: KEPT_OPEN }, () => pool().connect()));
  for (const one of opened) if (one.status === "fulfilled") one.value.release();
}

/** The pool itself, for what Drizzle has no words for: LISTEN, advisory locks held by a session. It works for no workspace. */
export function pool(): pg.Pool {
  return walled(connections(), NOWHERE);
}

/**
 * The database as one workspace sees it, or one world of the simulator, which is named after its workspace. Rows of others are not
 * there to be read, changed or made.
 */
export function tenantDb(workspaceId: string): Database {
  return database(named(workspaceId));
}

/**
 * The database with the rows of every workspace. For what belongs to no single one, such as which workspaces a person has; each use
 * says why, and lib/db/everywhere.test.ts lists the files.
 */
export function everywhereDb(): Database {
  return database(EVERYWHERE);
}

/** The database without the rows of any workspace: people, sessions, throttles, the installation's own events. */
export function db(): Database {
  return database(NOWHERE);
}

/**
 * Drizzle looks after the connection of a transaction only once it has begun: one whose `begin` fails would never come back to the
 * pool, and after an outage under load none would be left. So a transaction gets its connection from here, which takes it back.
 */
function database(workspace: string): Database {
  const walledPool = walled(connections(), workspace);
  const made = drizzle(walledPool);
  made.transaction = (work, config) =>
    tracedWithin("database transaction", "client", { "db.system.name": "postgresql" }, async () => {
      const client = await walledPool.connect();
      let isLost = false;
      try {
        return await asTransaction(() => drizzle(client).transaction(work, config));
      } catch (error) {
        isLost = isDatabaseOutage(error);
        throw error;
      } finally {
        client.release(isLost || client.getTransactionStatus() !== "I");
      }
    });
  return made;
}

/** Lets a transaction that began elsewhere work for this workspace from here on, until it ends. */
export async function enterWorkspace(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.execute(sql`select set_config('console.workspace', ${named(workspaceId)}, true)`);
}

/** Lets a transaction that began elsewhere look over the wall from here on, until it ends or enters a workspace. As seldom as `everywhereDb`. */
export async function enterEverywhere(tx: Transaction): Promise<void> {
  await tx.execute(sql`select set_config('console.workspace', ${EVERYWHERE}, true)`);
}

function named(workspaceId: string): string {
  if (workspaceId === EVERYWHERE || workspaceId === NOWHERE) throw new Error("A workspace has to be named.");
  return workspaceId;
}

/** Closes the pool, so that the process can end or a test can point it elsewhere. */
export async function closeDatabase(): Promise<void> {
  const open = poolSlot.get();
  poolSlot.clear();
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
