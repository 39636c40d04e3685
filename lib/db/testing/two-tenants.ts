/** Two workspaces with one row in every table that has an owner, filled in from the schema itself, so that a new table is in it too. */
import { asOwner } from "./database";

export const OURS = "aaaaaaaa-0000-4000-8000-000000000000";
export const THEIRS = "bbbbbbbb-0000-4000-8000-000000000000";
/** In both workspaces, so that no row is found or missed because of its person. */
export const PERSON = "cccccccc-0000-4000-8000-000000000000";

/** The id that a workspace's row in this table has, and what refers to it. */
export function idIn(workspace: string, table: string): string {
  const digits = [...table].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffffff, 7).toString(16).padStart(12, "0");
  return `${workspace.slice(0, 24)}${digits}`;
}

/** What a workspace's row has in a column of text. */
export const textIn = (workspace: string, column: string) => `${workspace.slice(0, 8)} ${column}`;

interface Column {
  table: string;
  column: string;
  type: string;
  target: string | null;
}

/** Values that the queries look for; the rest is filled in by type. */
const FITTING: Readonly<Record<string, string>> = {
  "simulator_clients.label": "'ours'",
  "simulator_records.kind": "'webhook'",
  "simulator_records.external_reference": "'external'",
  "simulator_records.request_hash": "'hash'",
  "simulator_deliveries.next_at": "null",
  "tokens.token_sealed": "'\\x01'",
  "tokens.expires_at": "now() + interval '1 hour'",
  "runs.status": "500",
  "runs.token_id": "@tokens",
  "runs.made_by": `'${PERSON}'`,
  "invitations.expires_at": "now() + interval '1 hour'",
  "personal_tokens.expires_at": "now() + interval '1 hour'",
  "audit_events.sequence": "1",
  "audit_events.hash": "'00'",
  "audit_events.actor_id": `'${PERSON}'`,
  "exchanges.made_by": `'${PERSON}'`,
  "tokens.exchange_id": "@exchanges",
  "exchange_backoffs.exchange_id": "@exchanges",
  "members.role": "'owner'",
  "credentials.usable_by_members": `array['${PERSON}'::uuid]`,
  "simulator_worlds.clock_offset_seconds": "5",
};

let columns: Column[] | undefined;

/** Every column that has to be filled in, tables before those that refer to them. */
async function readColumns(): Promise<Column[]> {
  const { rows } = await asOwner<Column & { isFilled: boolean }>(`
    select c.relname as table, a.attname::text as column, format_type(a.atttypid, null) as type, a.attnotnull and (not a.atthasdef or a.attname = 'id') as "isFilled",
      (select f.relname from pg_constraint k join pg_class f on f.oid = k.confrelid where k.conrelid = c.oid and k.contype = 'f' and k.conkey[cardinality(k.conkey)] = a.attnum and a.attname not in ('workspace_id') limit 1) as target
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and (c.relname = 'workspaces' or exists (select from pg_attribute o where o.attrelid = c.oid and o.attname in ('workspace_id', 'world')))`);
  const wanted = rows.filter(({ table, column, isFilled }) => isFilled || `${table}.${column}` in FITTING);
  const leadsTo = (table: string): number => 1 + Math.max(table === "workspaces" ? -1 : 0, ...wanted.filter((one) => one.table === table && one.target !== null && one.target !== table && one.target !== "users").map((one) => leadsTo(one.target ?? "")));
  return wanted.sort((one, other) => leadsTo(one.table) - leadsTo(other.table));
}

function valueOf({ table, column, type, target }: Column, workspace: string): string {
  const fitting = FITTING[`${table}.${column}`];
  if (fitting?.startsWith("@")) return `'${idIn(workspace, fitting.slice(1))}'`;
  if (fitting !== undefined) return fitting;
  if (column === "workspace_id" || column === "world" || (table === "workspaces" && column === "id")) return `'${workspace}'`;
  if (target === "users" || /(_by|author_id|user_id)$/.test(column)) return `'${PERSON}'`;
  if (type === "uuid") return `'${idIn(workspace, target ?? table)}'`;
  if (type === "jsonb") return `'{"whose": "${workspace}"}'`;
  if (type === "bytea") return "'\\x01'";
  if (type === "boolean") return "false";
  if (type === "date") return "current_date";
  if (type.endsWith("[]")) return "'{}'";
  if (type.startsWith("timestamp")) return "now()";
  if (type === "text" || type.startsWith("character")) return `'${textIn(workspace, column)}'`;
  return "1";
}

/** Both as new, but for rows that a trigger makes. Theirs are made first: where a query takes any one row, it is theirs. @returns the tables that have a row */
export async function plantTenants(): Promise<string[]> {
  columns ??= await readColumns();
  const tables = [...new Set(columns.map(({ table }) => table))];
  const inserts = [THEIRS, OURS].flatMap((workspace) =>
    tables.map((table) => {
      const filled = (columns ?? []).filter((one) => one.table === table);
      return `insert into ${table} (${filled.map(({ column }) => `"${column}"`).join(", ")}) values (${filled.map((one) => valueOf(one, workspace)).join(", ")}) on conflict do nothing`;
    }),
  );
  const person = `insert into users (id, email, name) values ('${PERSON}', 'ada@example.test', 'Ada') on conflict do nothing`;
  await asOwner(["delete from workspaces", "delete from audit_heads", person, ...inserts].join(";"));
  return tables;
}

/** All rows of each workspace in one text; two are the same as long as nothing was changed. */
export async function stateOf(tables: readonly string[]): Promise<{ ours: string; theirs: string }> {
  const ownerOf = (table: string) => (table === "workspaces" ? "id" : (columns ?? []).some((one) => one.table === table && one.column === "world") ? "world" : "workspace_id");
  const parts = tables.map((table) => `select ${ownerOf(table)}::text as owner, '${table}' || t::text as line from ${table} t`);
  const { rows } = await asOwner<{ owner: string; lines: string }>(`select owner, string_agg(line, e'\\n' order by line) as lines from (${parts.join(" union all ")}) all_rows group by owner`);
  const of = (workspace: string) => rows.find(({ owner }) => owner === workspace)?.lines ?? "";
  return { ours: of(OURS), theirs: of(THEIRS) };
}
