/**
 * What every table has to keep to: behind the wall if it is a workspace's, and such that the database can be spread by workspace.
 * The rules of the second part are those that Citus' create_distributed_table() and create_reference_table() apply.
 */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { everywhereDb, pool } from "./client";
import { asOwner, testDatabase } from "./testing/database";

/** Small, and asked for from every shard: which workspaces and people there are, and whose world a client opens. */
const REFERENCE = ["simulator_clients", "users", "workspaces"];
/** Of the installation alone, or of everybody behind one address; they stay on one node. */
const LOCAL = ["fair_use_breakers", "fair_use_calls", "fair_use_pauses", "fair_use_seconds", "identities", "installation_events", "installation_products", "password_links", "sessions", "setup", "throttles"];

/** The head of the installation's own chain, which everybody adds to. */
const HEAD_OF_ALL = "workspace_id='00000000-0000-0000-0000-000000000000'::uuid";

beforeAll(() => testDatabase());
afterEach(() => asOwner("drop table if exists planted, planted_too"));

interface Table {
  name: string;
  /** The column that says whose a row is. */
  owner: string | null;
  enabled: boolean;
  forced: boolean;
  policies: { name: string; using: string | null; check: string | null; command: string }[];
}

async function readTables(): Promise<Table[]> {
  const { rows } = await asOwner<Table>(`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      (select attname::text from pg_attribute where attrelid = c.oid and attname in ('workspace_id', 'world') and not attisdropped) as owner,
      coalesce((select json_agg(json_build_object('name', polname, 'using', pg_get_expr(polqual, polrelid), 'check', pg_get_expr(polwithcheck, polrelid), 'command', polcmd))
        from pg_policy where polrelid = c.oid), '[]') as policies
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`);
  return rows;
}

/** Tables of workspaces that are not behind the wall, or not with the policy that all have. */
async function besideTheWall(): Promise<string[]> {
  return (await readTables())
    .filter(({ name, owner }) => owner !== null || name === "workspaces")
    .filter(({ owner, enabled, forced, policies: [policy, ...more] }) => {
      const mine = new RegExp(`^${owner ?? "id"}=SELECTconsole_workspace(::uuid)?ASconsole_workspaceORSELECTconsole_everywhereASconsole_everywhereOR(false|${HEAD_OF_ALL})$`);
      const speaks = (text: string | null | undefined) => mine.test((text ?? "").replaceAll(/[ ()\n]/g, ""));
      return !(enabled && forced && more.length === 0 && policy?.command === "*" && speaks(policy.using) && policy.check === policy.using);
    })
    .map(({ name }) => name);
}

describe("the wall", () => {
  it("stands before every table that has a workspace or a world", async () => {
    const owned = (await readTables()).filter(({ owner }) => owner !== null);
    expect(owned.length).toBeGreaterThan(24);
    expect(await besideTheWall()).toEqual([]);
  });

  it.each([
    ["without any", "create table planted (workspace_id uuid primary key)"],
    ["that its owner may pass", "create table planted (world text primary key); select put_behind_wall('planted', 'world'); alter table planted no force row level security"],
    ["with a second policy, which opens it", "create table planted (workspace_id uuid primary key); select put_behind_wall('planted'); create policy open on planted using (true)"],
    ["that lets rows of others be made", "create table planted (workspace_id uuid primary key); select put_behind_wall('planted'); alter policy of_one_workspace on planted with check (true)"],
  ])("would be missed on a table %s", async (_what, ddl) => {
    await asOwner(ddl);
    expect(await besideTheWall()).toEqual(["planted"]);
  });

  it("cannot be passed or taken down by the role that the console works as", async () => {
    const { rows } = await everywhereDb().execute("select current_user as name, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user");
    expect(rows).toEqual([{ name: "distributor_console_app", rolsuper: false, rolbypassrls: false, rolcreaterole: false }]);
    expect((await asOwner("select 1 from pg_shdepend where refobjid = 'distributor_console_app'::regrole and deptype = 'o'")).rows).toEqual([]);
    for (const sql of ["alter table runs disable row level security", "drop policy of_one_workspace on runs", "alter policy of_one_workspace on runs using (true)", "set row_security = off; select * from runs"]) {
      await expect(pool().query(sql)).rejects.toMatchObject({ code: "42501" });
    }
  });
});

interface Key {
  table: string;
  name: string;
  columns: string[];
}
interface ForeignKey extends Key {
  target: string;
  targetColumns: string[];
}

/** What the distribution of the tables would be refused for. */
async function distributionFaults(): Promise<string[]> {
  const ownerOf = new Map((await readTables()).map(({ name, owner }) => [name, LOCAL.includes(name) || REFERENCE.includes(name) ? null : owner]));
  const columnsOf = (oid: string, numbers: string) => `(select array_agg(a.attname::text order by n.place) from unnest(${numbers}) with ordinality n (number, place) join pg_attribute a on a.attrelid = ${oid} and a.attnum = n.number)`;
  const uniques = await asOwner<Key>(`select t.relname as table, i.relname as name, ${columnsOf("t.oid", "x.indkey::int2[]")} as columns
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid where t.relnamespace = 'public'::regnamespace and x.indisunique`);
  const foreign = await asOwner<ForeignKey>(`select t.relname as table, k.conname as name, f.relname as target, ${columnsOf("t.oid", "k.conkey")} as columns, ${columnsOf("f.oid", "k.confkey")} as "targetColumns"
    from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class f on f.oid = k.confrelid where k.contype = 'f' and t.relnamespace = 'public'::regnamespace`);
  const faults: string[] = [];
  for (const [table, owner] of ownerOf) if (owner === null && !LOCAL.includes(table) && !REFERENCE.includes(table)) faults.push(`${table} is neither a workspace's, nor a reference, nor local`);
  for (const { table, name, columns } of uniques.rows) {
    const owner = ownerOf.get(table) ?? null;
    if (owner !== null && columns?.[0] !== owner) faults.push(`${table}: ${name} is unique without ${owner} first`);
  }
  for (const { table, name, columns, target, targetColumns } of foreign.rows) {
    const [from, to] = [ownerOf.get(table) ?? null, ownerOf.get(target) ?? null];
    if (from === null && to !== null) faults.push(`${table}: ${name} leads from no shard into one`);
    if (from !== null && to === null && LOCAL.includes(target)) faults.push(`${table}: ${name} leads from a shard to a local table`);
    if (from !== null && to !== null && (columns[0] !== from || targetColumns[0] !== to)) faults.push(`${table}: ${name} leads to another shard`);
  }
  return faults;
}

describe("a table can be spread by workspace", () => {
  it("because whose a row is stands first in every unique key, and in every foreign key between such tables", async () => {
    const primary = await asOwner("select 1 from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' and not exists (select from pg_index where indrelid = c.oid and indisprimary)");
    expect(primary.rows).toEqual([]);
    expect(await distributionFaults()).toEqual([]);
  });

  it.each([
    ["create table planted (workspace_id uuid, id uuid primary key)", ["planted: planted_pkey is unique without workspace_id first"]],
    ["create table planted (workspace_id uuid, name text, primary key (workspace_id, name)); create unique index planted_name on planted (name)", ["planted: planted_name is unique without workspace_id first"]],
    ["create table planted (workspace_id uuid, run uuid, other uuid, primary key (workspace_id, run), foreign key (other, run) references runs (workspace_id, id))", ["planted: planted_other_run_fkey leads to another shard"]],
    ["create table planted (workspace_id uuid references workspaces, session text references sessions, primary key (workspace_id, session))", ["planted: planted_session_fkey leads from a shard to a local table"]],
    ["create table planted (id int primary key)", ["planted is neither a workspace's, nor a reference, nor local"]],
    ["create table planted (id int primary key, w uuid, r uuid, foreign key (w, r) references runs (workspace_id, id))", ["planted is neither a workspace's, nor a reference, nor local", "planted: planted_w_r_fkey leads from no shard into one"]],
  ])("unlike %s", async (ddl, faults) => {
    await asOwner(ddl);
    expect(await distributionFaults()).toEqual(faults);
  });

  it("with everything else named once, and nothing that is not there", async () => {
    const there = (await readTables()).map(({ name }) => name);
    expect([...REFERENCE, ...LOCAL].filter((name) => !there.includes(name))).toEqual([]);
    expect(new Set([...REFERENCE, ...LOCAL]).size).toBe(REFERENCE.length + LOCAL.length);
  });
});
