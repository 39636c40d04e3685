import { readMigrationFiles } from "drizzle-orm/migrator";
import { durabilityInWords, isDurable, readDurability } from "@/lib/db/durability";
import { MIGRATIONS } from "@/lib/db/migrate";
import { OLDEST_POSTGRES } from "@/lib/db/move/move";
import { migrationsOf } from "@/lib/db/move/tables";
import pg from "pg";
import { finding, type Finding } from "./finding";

const ROLE = "distributor_console_app";
const SKEW_NOTED_MS = 2_000;
const SKEW_WRONG_MS = 30_000;

/** All that can be asked of the database itself. Changes nothing. */
export async function checkDatabase(url: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: "distributor-console doctor" });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const reason = error instanceof Error ? error.message : "no answer";
    return [finding("database", "", [true, "wrong", `cannot be reached (${reason}); check DATABASE_URL, the network and whether it runs`])];
  }
  try {
    const skew = await checkClock(client);
    const version = await checkVersion(client);
    const migrations = await checkMigrations(client);
    const walls = migrations.level === "ok" ? [await checkRole(client), await checkWalls(client)] : [];
    return [finding("database", "answers"), version, migrations, ...walls, skew];
  } finally {
    await client.end();
  }
}

async function checkVersion(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ number: number; name: string }>("select current_setting('server_version_num')::int as number, current_setting('server_version') as name");
  const { number = 0, name = "" } = rows[0] ?? {};
  return finding("PostgreSQL", name, [number < OLDEST_POSTGRES * 10_000, "wrong", `${name} is too old; the console needs ${OLDEST_POSTGRES} or newer`]);
}

async function checkMigrations(client: pg.Client): Promise<Finding> {
  const wanted = readMigrationFiles({ migrationsFolder: MIGRATIONS }).map(({ hash }) => hash);
  const had = await migrationsOf(client);
  const missing = wanted.filter((hash) => !had.includes(hash)).length;
  const more = had.filter((hash) => !wanted.includes(hash)).length;
  return finding(
    "schema",
    `${had.length} migrations, none missing`,
    [missing > 0, "wrong", `${missing} migrations are missing; start this version of the console once`],
    [more > 0, "warning", `it is of a newer version of the console (${more} migrations more); update this one`],
  );
}

/** The record may be added to and not changed, by whom the console works as. */
async function checkRole(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ there: boolean; member: boolean; may: boolean }>(
    `select exists (select 1 from pg_roles where rolname = $1) as there,
            exists (select 1 from pg_roles where rolname = $1 and pg_has_role(oid, 'MEMBER')) as member,
            coalesce((select bool_or(has_table_privilege(oid, 'audit_events', 'UPDATE, DELETE, TRUNCATE')) from pg_roles where rolname = $1), false) as may`,
    [ROLE],
  );
  const { there, member, may } = rows[0] ?? { there: false, member: false, may: true };
  return finding(
    "role",
    `${ROLE} may add to the record and not change it`,
    [!there || !member, "wrong", `this user cannot work as ${ROLE}, so the record could be changed; SECURITY.md says which two statements the owner of the database runs`],
    [may, "wrong", `${ROLE} may change the record; run: REVOKE UPDATE, DELETE, TRUNCATE ON audit_events FROM ${ROLE}`],
  );
}

/** The second wall between workspaces. */
async function checkWalls(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and a.attnum > 0
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and exists (select 1 from pg_policy p where p.polrelid = c.oid) and not (c.relrowsecurity and c.relforcerowsecurity) order by 1`,
  );
  const open = rows.map(({ name }) => name).join(", ");
  return finding("row-level security", "in force", [open !== "", "wrong", `is switched off for ${open}; run for each: ALTER TABLE … ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`]);
}

async function checkClock(client: pg.Client): Promise<Finding> {
  const before = Date.now();
  const { rows } = await client.query<{ at: Date }>("select clock_timestamp() as at");
  const middle = (before + Date.now()) / 2;
  return clockFinding((rows[0]?.at.getTime() ?? 0) - middle);
}

/** @param skewMs - how far the database's clock is ahead */
export function clockFinding(skewMs: number): Finding {
  const said = `the database's is ${Math.abs(Math.round(skewMs))} ms ${skewMs < 0 ? "behind" : "ahead"}`;
  const far = Math.abs(skewMs);
  return finding("clock", said, [far > SKEW_WRONG_MS, "wrong", `${said}; sessions and tokens end too early or too late, so set both by NTP`], [far > SKEW_NOTED_MS, "warning", `${said}; set both by NTP`]);
}

/** Whether an answered change stays. Asks over the console's own connections. */
export async function checkDurability(): Promise<Finding> {
  const durability = await readDurability();
  return finding("durability", durabilityInWords(durability), [!isDurable(durability), "wrong", `${durabilityInWords(durability)}; switch these on`]);
}
