/**
 * One connection of this process hears of every new run, on whichever replica it was made. What is said is two ids and nothing
 * else, because every process hears it.
 */
import "server-only";
import { sql } from "drizzle-orm";
import pg from "pg";
import { tenantDb } from "@/lib/db/client";
import { settings } from "@/lib/env";

const CHANNEL = "console_runs";
const CONNECT_TIMEOUT_MS = 5_000;

export interface Listening {
  stop(): Promise<void>;
}

/**
 * Listens until it is stopped or the connection is lost.
 *
 * @param onLost - called once when nothing more will be heard, unless it was stopped
 */
export async function listenForRuns(onRun: (workspaceId: string, runId: string) => void, onLost: () => void): Promise<Listening> {
  const client = new pg.Client({
    connectionString: settings().databaseUrl?.reveal(),
    application_name: "distributor-console live",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  let isOver = false;
  const lose = (): void => {
    if (isOver) return;
    isOver = true;
    void client.end().catch(() => undefined);
    onLost();
  };
  client.on("error", lose);
  client.on("end", lose);
  client.on("notification", ({ payload = "" }) => {
    const [, workspaceId, runId] = /^([0-9a-f-]{36}) ([0-9a-f-]{36})$/.exec(payload) ?? [];
    if (workspaceId !== undefined && runId !== undefined) onRun(workspaceId, runId);
  });
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
  } catch (error) {
    isOver = true;
    await client.end().catch(() => undefined);
    throw error;
  }
  return {
    stop: async () => {
      isOver = true;
      await client.end().catch(() => undefined);
    },
  };
}

/** Tells every replica of runs. Outside their own transactions: a commit that notifies waits for all others that do. */
export async function notifyOfRuns(workspaceId: string, runIds: readonly string[]): Promise<void> {
  await tenantDb(workspaceId).execute(sql`select pg_notify(${CHANNEL}, ${workspaceId} || ' ' || run) from unnest(${sql.param([...runIds])}::text[]) as run`);
}
