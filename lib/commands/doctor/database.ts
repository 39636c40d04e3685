import { readMigrationFiles } from "drizzle-orm/migrator";
import { durabilityInWords, isDurable, readDurability } from "@/lib/db/durability";
import { OLDEST_POSTGRES, readFitness, unfitBecause } from "@/lib/db/fitness";
import { MIGRATIONS } from "@/lib/db/migrate";
import { migrationsOf } from "@/lib/db/move/tables";
import pg from "pg";
import { finding, type Finding } from "./finding";

const ROLE = "distributor_console_app";
const RECORDS = ["audit_events", "installation_events"];
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
    return [finding("database", "answers"), version, await checkSessions(url), migrations, ...walls, skew];
  } finally {
    await client.end();
  }
}

async function checkVersion(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ number: number; name: string }>("select current_setting('server_version_num')::int as number, current_setting('server_version') as name");
  const { number = 0, name = "" } = rows[0] ?? {};
  return finding("PostgreSQL", name, [number < OLDEST_POSTGRES * 10_000, "wrong", `${name} is too old; the console needs ${OLDEST_POSTGRES} or newer`]);
}

/** Row-level security stands on what a connection said in its session. */
async function checkSessions(url: string): Promise<Finding> {
  const { mixesSessions } = await readFitness(url);
  return finding("sessions", "every connection has its own", [mixesSessions, "wrong", `DATABASE_URL ${unfitBecause({ version: OLDEST_POSTGRES, mixesSessions })}`]);
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
  const { rows } = await client.query<{ member: boolean; changeable: string[] }>(
    `select coalesce((select pg_has_role(oid, 'MEMBER') from pg_roles where rolname = $1), false) as member,
            array(select record from unnest($2::text[]) record, pg_roles where rolname = $1 and has_table_privilege(oid, record, 'UPDATE, DELETE, TRUNCATE')) as changeable`,
    [ROLE, RECORDS],
  );
  const { member, changeable } = rows[0] ?? { member: false, changeable: [] };
  return finding(
    "role",
    `${ROLE} may add to the record and not change it`,
    [!member, "wrong", `this user cannot work as ${ROLE}, so the record could be changed; SECURITY.md says which two statements the owner of the database runs`],
    [changeable.length > 0, "wrong", `${ROLE} may change the record; run: REVOKE UPDATE, DELETE, TRUNCATE ON ${changeable.join(", ")} FROM ${ROLE}`],
  );
}

/** The second wall between workspaces: around each table with a workspace or a world, and around the workspaces themselves. */
async function checkWalls(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string; off: boolean }>(
    `select c.relname as name, not (c.relrowsecurity and c.relforcerowsecurity) as off from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and (c.relname = 'workspaces' or exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname in ('workspace_id', 'world') and not a.attisdropped))
        and not (c.relrowsecurity and c.relforcerowsecurity and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'of_one_workspace')) order by 1`,
  );
  const names = (off: boolean) => rows.filter((row) => row.off === off).map(({ name }) => name).join(", ");
  return finding(
    "row-level security",
    "in force",
    [names(true) !== "", "wrong", `is switched off for ${names(true)}; run for each: ALTER TABLE … ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`],
    [names(false) !== "", "wrong", `has lost its rule for ${names(false)}; run for each: SELECT put_behind_wall('…'), with 'world' as the second argument for a table that has no workspace_id, and 'id' for workspaces`],
  );
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
