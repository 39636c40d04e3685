/** All rows of a test's database, so that a test sees that nothing changed, or which transaction changed what. */
import { asOwner } from "./database";

/** Columns that say when something was last of use. They move by themselves, and nobody audits them. */
const NOTED: Readonly<Record<string, readonly string[]>> = {
  sessions: ["last_seen_at"],
  tokens: ["calls_served", "last_used_at"],
  personal_tokens: ["last_used_at"],
  credentials: ["last_used_at"],
};

/** Rows by table; of each a hash of what it holds, and the number of the transaction that wrote it. */
export type Rows = ReadonlyMap<string, ReadonlyMap<string, string>>;

async function tables(): Promise<string[]> {
  const { rows } = await asOwner<{ name: string }>("select table_name as name from information_schema.tables where table_schema = 'public' order by 1");
  return rows.map(({ name }) => name);
}

/** Every row of every table but these, what is only noted left out. */
export async function everyRow(without: readonly string[]): Promise<Rows> {
  const parts = (await tables())
    .filter((name) => !without.includes(name))
    .map((name) => `select '${name}' as name, md5((to_jsonb(t) - '{${(NOTED[name] ?? []).join(",")}}'::text[])::text) as hash, xmin::text as made_by from "${name}" t`);
  const { rows } = await asOwner<{ name: string; hash: string; made_by: string }>(parts.join(" union all "));
  const found = new Map<string, Map<string, string>>();
  for (const { name, hash, made_by: madeBy } of rows) found.set(name, (found.get(name) ?? new Map<string, string>()).set(hash, madeBy));
  return found;
}

export interface Changes {
  /** Tables in which a row is gone, new, or another than it was. */
  tables: string[];
  /** The transactions of the rows that are new or another, by table. */
  madeBy: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What became of the rows between two looks. */
export function changesBetween(before: Rows, after: Rows): Changes {
  const changed = new Set<string>();
  const madeBy = new Map<string, ReadonlySet<string>>();
  for (const [name, rows] of before) if ([...rows.keys()].some((hash) => after.get(name)?.has(hash) !== true)) changed.add(name);
  for (const [name, rows] of after) {
    const made = [...rows].filter(([hash]) => before.get(name)?.has(hash) !== true).map(([, transaction]) => transaction);
    if (made.length === 0) continue;
    changed.add(name);
    madeBy.set(name, new Set(made));
  }
  return { tables: [...changed].sort(), madeBy };
}
