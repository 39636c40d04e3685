/** What there is to carry from one database to another, as PostgreSQL's own catalogue says it. */
import type pg from "pg";

export interface MovedTable {
  name: string;
  columns: readonly string[];
  /** Tables whose rows its rows point at; itself included, which no table of the console does. */
  needs: readonly string[];
}

/** What a table holds, without regard to the order of its rows. */
export interface Fingerprint {
  rows: number;
  hash: string;
}

/** So that the same value is the same text on both sides, whatever the servers are set to. */
export const SAME_TEXT = "set timezone = 'UTC'; set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'";

/** The console's tables, each after those that it points at. */
export async function tablesInOrder(client: pg.ClientBase): Promise<MovedTable[]> {
  const { rows } = await client.query<MovedTable>(`
    select c.relname as name,
           (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
           coalesce((select array_agg(distinct f.relname::text) from pg_constraint k join pg_class f on f.oid = k.confrelid
             where k.conrelid = c.oid and k.contype = 'f'), '{}') as needs
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     order by c.relname`);
  return inOrder(rows);
}

/** @throws when tables point at each other, or one at itself: there is no order then */
export function inOrder(tables: readonly MovedTable[]): MovedTable[] {
  const done: MovedTable[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const ready = left.filter(({ needs }) => needs.every((name) => !left.some((other) => other.name === name)));
    if (ready.length === 0) throw new Error(`These tables point at each other: ${left.map(({ name }) => name).join(", ")}`);
    done.push(...ready);
    left = left.filter((table) => !ready.includes(table));
  }
  return done;
}

/** Counts and hashes every row of a table. Needs `SAME_TEXT`. */
export async function fingerprint(client: pg.ClientBase, { name }: Pick<MovedTable, "name">): Promise<Fingerprint> {
  const { rows } = await client.query<{ rows: number; hash: string }>(
    `select count(*)::int as rows, coalesce(sum(('x' || substr(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint::numeric), 0)::text as hash from "${name}" t`,
  );
  return rows[0] ?? { rows: 0, hash: "0" };
}

/** The migrations that a database has had, in their order; none in one that was never migrated. */
export async function migrationsOf(client: pg.ClientBase): Promise<string[]> {
  const { rows: there } = await client.query<{ yes: boolean }>("select to_regclass('drizzle.__drizzle_migrations') is not null as yes");
  if (!there[0]?.yes) return [];
  return (await client.query<{ hash: string }>("select hash from drizzle.__drizzle_migrations order by created_at")).rows.map(({ hash }) => hash);
}
