import "server-only";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import type { Database } from "./client";
import { EVERYWHERE } from "./wall";

/** The folder of the migrations. */
export const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
/** Any fixed number: whoever holds it may migrate, the others wait and then find nothing to do. */
const MIGRATION_LOCK = 7_310_415;

/**
 * Brings the database to the newest schema. Safe to call from several replicas at once.
 *
 * @param settle - what a schema alone cannot do with older rows; it works as the owner of the tables
 */
export async function migrateDatabase(url: string, settle?: (owner: Database) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "distributor-console migrate" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    // Migrations work on the rows of all workspaces; the owner of the tables is behind the wall too, unless it is a superuser.
    await client.query("select set_config('console.workspace', $1, false)", [EVERYWHERE]);
    const owner = drizzle(client);
    await migrate(owner, { migrationsFolder: MIGRATIONS });
    await settle?.(owner);
  } finally {
    await client.end();
  }
}
