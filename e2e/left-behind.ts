import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import pg from "pg";

/** Something that the console leaves behind, as text. Binary files are read byte by byte. */
export interface Source {
  where: string;
  text: string;
}

const AS_SENT = { getTypeParser: () => (text: string) => text };

/** Opens the embedded database of a running console as a superuser, past the console. */
export async function openDatabase(dataDir: string): Promise<pg.Client> {
  const socketFolder = readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[4] ?? "";
  const client = new pg.Client({ host: socketFolder, user: "console", database: "console" });
  await client.connect();
  return client;
}

/** Every row of every table that is not PostgreSQL's own, whatever its schema, with bytes as they are. */
export async function dump(client: pg.Client): Promise<Source[]> {
  await client.query("set bytea_output = 'escape'");
  const { rows: tables } = await client.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  const sources: Source[] = [];
  for (const { name } of tables) {
    // As PostgreSQL sends them: parsed values would be written in yet another way.
    const { rows } = await client.query<(string | null)[]>({ text: `select * from ${name}`, rowMode: "array", types: AS_SENT });
    sources.push({ where: `table ${name}`, text: rows.flat().join("\n") });
  }
  return sources;
}

/** Every file of the folder but the excepted ones. One that goes while it is read is not there any more. */
export function filesOf(folder: string, except: readonly string[]): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const where = relative(folder, path);
      if (except.includes(where) || !statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
      return [{ where: `file ${where}`, text: readFileSync(path, "latin1") }];
    });
}
