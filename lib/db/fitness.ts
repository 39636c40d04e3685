/** Whether a PostgreSQL is one that the console can work on: new enough, and every connection a session of its own. */
import "server-only";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { SettingsError } from "@/lib/env";

/** The oldest PostgreSQL whose row-level security and NULLS NOT DISTINCT we rely on. */
export const OLDEST_POSTGRES = 15;
/** Connections that are kept busy while one is watched. */
const OTHERS = 6;
const CONNECT_TIMEOUT_MS = 5_000;

export interface Fitness {
  /** 15, 16, … */
  version: number;
  /**
   * True when statements of one connection are carried out in sessions of others, as poolers in transaction mode do. What a connection
   * said about its workspace would then be believed of the next one.
   */
  mixesSessions: boolean;
}

/** Asks the database at an address. Changes nothing. */
export async function readFitness(url: string): Promise<Fitness> {
  const clients = Array.from({ length: OTHERS + 1 }, () => new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, application_name: "distributor-console fitness" }));
  for (const client of clients) client.on("error", () => undefined);
  const [watched, ...others] = clients as [pg.Client, ...pg.Client[]];
  try {
    await watched.connect();
    const { rows } = await watched.query<{ version: number }>("select current_setting('server_version_num')::int / 10000 as version");
    return { version: rows[0]?.version ?? 0, mixesSessions: await mixesSessions(watched, others) };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/**
 * One connection leaves a mark in its session. A pooler that hands out the session last used gives it to the next one, which begins a
 * transaction and so keeps it; one that hands them out in turn gives the first connection another: one look after each sees both.
 */
async function mixesSessions(watched: pg.Client, others: readonly pg.Client[]): Promise<boolean> {
  const mark = randomUUID();
  const look = async (client: pg.Client) => {
    const { rows } = await client.query<{ backend: number; said: string | null }>("select pg_backend_pid() as backend, current_setting('console.mark', true) as said");
    return rows[0];
  };
  await watched.query("select set_config('console.mark', $1, false)", [mark]);
  const own = await look(watched);
  for (const other of others) {
    await other.connect();
    await other.query("begin");
    const theirs = await look(other);
    if (theirs?.said === mark || theirs?.backend === own?.backend) return true;
    const again = await look(watched);
    if (again?.said !== mark || again.backend !== own?.backend) return true;
  }
  return false;
}

/** What is wrong in words that say what to do; undefined when nothing is. */
export function unfitBecause({ version, mixesSessions }: Fitness): string | undefined {
  if (version < OLDEST_POSTGRES) return `is a PostgreSQL ${version}; the console needs ${OLDEST_POSTGRES} or newer`;
  if (mixesSessions) return "leads through a pooler that mixes sessions, where one workspace could work as another; set it to session mode, or name the PostgreSQL itself";
  return undefined;
}

/** @throws SettingsError when the console must not work on it */
export async function assertFit(url: string): Promise<void> {
  const problem = unfitBecause(await readFitness(url));
  if (problem !== undefined) throw new SettingsError("DATABASE_URL", problem);
}
