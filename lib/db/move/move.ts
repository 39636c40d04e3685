/**
 * Carries the console's data from one PostgreSQL to another, whole or not at all: one transaction on the other side, each
 * table counted and hashed on both sides before it is committed. The source is only read.
 */
import "server-only";
import pg from "pg";
import { OLDEST_POSTGRES } from "../fitness";
import { migrateDatabase } from "../migrate";
import { EVERYWHERE } from "../wall";
import { fingerprint, migrationsOf, SAME_TEXT, tablesInOrder, type MovedTable } from "./tables";

const ROWS_AT_A_TIME = 500;

/** Why nothing was moved, in a sentence that says what to do. */
export class MoveRefused extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "MoveRefused";
  }
}

export interface Moved {
  tables: number;
  rows: number;
}

/**
 * Moves everything.
 *
 * @param say - told of each table when it is on the other side
 * @throws MoveRefused, and nothing was changed but that the target may have empty tables
 */
export async function moveDatabase(sourceUrl: string, targetUrl: string, say: (line: string) => void): Promise<Moved> {
  const source = await open(sourceUrl);
  try {
    const target = await open(targetUrl);
    try {
      await assertRoom(target);
      await migrateDatabase(targetUrl);
      if ((await migrationsOf(source)).join() !== (await migrationsOf(target)).join())
        throw new MoveRefused("The data is of another version of the console. Start this version on DATA_DIR once, stop it, and move then.");
      return await copyAll(source, target, say);
    } finally {
      await target.end();
    }
  } finally {
    await source.end();
  }
}

async function open(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: "distributor-console move" });
  client.on("error", () => undefined);
  await client.connect();
  await client.query(SAME_TEXT);
  // Rows of all workspaces; the owner of the tables is behind the wall too.
  await client.query("select set_config('console.workspace', $1, false)", [EVERYWHERE]);
  return client;
}

/** Nothing is ever written over. */
async function assertRoom(target: pg.Client): Promise<void> {
  const { rows } = await target.query<{ version: number }>("select current_setting('server_version_num')::int / 10000 as version");
  const version = rows[0]?.version ?? 0;
  if (version < OLDEST_POSTGRES) throw new MoveRefused(`DATABASE_URL is a PostgreSQL ${version}; the console needs ${OLDEST_POSTGRES} or newer.`);
  for (const table of await tablesInOrder(target)) {
    const found = await target.query(`select 1 from "${table.name}" limit 1`);
    if (found.rowCount) throw new MoveRefused(`The database of DATABASE_URL is not empty: there are rows in ${table.name}. Give it a new database.`);
  }
}

async function copyAll(source: pg.Client, target: pg.Client, say: (line: string) => void): Promise<Moved> {
  // One moment for all tables, though nobody else should be there.
  await source.query("begin isolation level repeatable read read only");
  await target.query("begin");
  try {
    const tables = await tablesInOrder(source);
    let rows = 0;
    for (const table of tables) {
      await copyTable(source, target, table);
      const [from, to] = [await fingerprint(source, table), await fingerprint(target, table)];
      if (from.rows !== to.rows || from.hash !== to.hash)
        throw new MoveRefused(`${table.name} is not the same on the other side (${from.rows} rows here, ${to.rows} there). Nothing was moved.`);
      rows += from.rows;
      say(`  ${table.name}: ${from.rows} ${from.rows === 1 ? "row" : "rows"}, the same on both sides`);
    }
    await moveSequences(source, target);
    await target.query("commit");
    return { tables: tables.length, rows };
  } catch (error) {
    await target.query("rollback").catch(() => undefined);
    if (error instanceof pg.DatabaseError) throw new MoveRefused(`DATABASE_URL did not take the data: ${error.message}. Nothing was moved.`);
    throw error;
  }
}

/** Rows travel as PostgreSQL writes them itself, so every type and every last digit comes through. */
async function copyTable(source: pg.Client, target: pg.Client, { name, columns }: MovedTable): Promise<void> {
  const list = columns.map((column) => `"${column}"`).join(", ");
  const picked = columns.map((column) => `(x.r)."${column}"`).join(", ");
  // What a trigger made of the rows of another table is among those that come.
  await target.query(`delete from "${name}"`);
  await source.query(`declare moving no scroll cursor for select t::text as row from "${name}" t`);
  for (;;) {
    const { rows } = await source.query<{ row: string }>(`fetch ${ROWS_AT_A_TIME} from moving`);
    if (rows.length === 0) break;
    const whole = rows.map(({ row }) => row);
    await target.query(`insert into "${name}" (${list}) overriding system value select ${picked} from (select unnest($1::text[])::"${name}" as r offset 0) x`, [whole]);
  }
  await source.query("close moving");
}

/** Numbers go on where they were. */
async function moveSequences(source: pg.Client, target: pg.Client): Promise<void> {
  const { rows } = await source.query<{ name: string }>("select sequencename as name from pg_sequences where schemaname = 'public'");
  for (const { name } of rows) {
    const { rows: at } = await source.query<{ last_value: string; is_called: boolean }>(`select last_value::text, is_called from "${name}"`);
    const [state] = at;
    if (state) await target.query("select setval($1::regclass, $2::bigint, $3)", [`public."${name}"`, state.last_value, state.is_called]);
  }
}
