/** Every sealed column of the database, whichever room and workspace it belongs to: the keys that are cared for here are everybody's. */
import "server-only";
import { sql, type SQL } from "drizzle-orm";
import { everywhereDb } from "@/lib/db/client";

/** A new table with a sealed column is added here, or its blobs are lost with their key. */
export const SEALED_COLUMNS = [
  { table: "credentials", column: "secret_sealed" },
  { table: "credentials", column: "next_secret_sealed" },
  { table: "tokens", column: "token_sealed" },
] as const;
export type SealedColumn = (typeof SEALED_COLUMNS)[number];

/** A blob with the place that it is bound to. */
export interface SealedRow {
  workspaceId: string;
  id: string;
  blob: Buffer;
}

/** How many blobs of a column name this key. `keyId` is undefined for bytes that are no sealed blob. */
export interface KeyUse {
  keyId: string | undefined;
  blobs: number;
}

// Byte 0 is the format, byte 1 the length of the key id, then the id: see seal.ts. An emptied
// column (a retired token) has no bytes at all.
const keyIdOf = (column: string): SQL =>
  sql`case when length(${sql.identifier(column)}) > 2 then substring(${sql.identifier(column)} from 3 for get_byte(${sql.identifier(column)}, 1)) end`;

const isFilled = (column: string): SQL => sql`length(${sql.identifier(column)}) > 0`;

/** Which keys the blobs of a column were sealed with. */
export async function keysInUse({ table, column }: SealedColumn): Promise<KeyUse[]> {
  const found = await everywhereDb().execute<{ key_id: Buffer | null; blobs: string }>(
    sql`select ${keyIdOf(column)} as key_id, count(*) as blobs from ${sql.identifier(table)} where ${isFilled(column)} group by 1`,
  );
  return found.rows.map((row) => ({ keyId: row.key_id?.toString("utf8"), blobs: Number(row.blobs) }));
}

/** One blob that was sealed with this key; undefined when the column has none. */
export async function anyBlob({ table, column }: SealedColumn, keyId: string): Promise<SealedRow | undefined> {
  const found = await everywhereDb().execute<StoredBlob>(
    sql`select workspace_id, id, ${sql.identifier(column)} as blob from ${sql.identifier(table)}
        where ${isFilled(column)} and ${keyIdOf(column)} = ${Buffer.from(keyId, "utf8")} limit 1`,
  );
  return found.rows.map(toSealedRow)[0];
}

/** The next blobs, in the order of the primary key after `after`, that were not sealed with this key. */
export async function blobsOfOtherKeys(
  { table, column }: SealedColumn,
  keyId: string,
  after: SealedRow | undefined,
  limit: number,
): Promise<SealedRow[]> {
  const beyond = after ? sql`and (workspace_id, id) > (${after.workspaceId}::uuid, ${after.id}::uuid)` : sql``;
  const found = await everywhereDb().execute<StoredBlob>(
    sql`select workspace_id, id, ${sql.identifier(column)} as blob from ${sql.identifier(table)}
        where ${isFilled(column)} and ${keyIdOf(column)} is distinct from ${Buffer.from(keyId, "utf8")} ${beyond}
        order by workspace_id, id limit ${limit}`,
  );
  return found.rows.map(toSealedRow);
}

/**
 * Puts a blob in the place of the one that was read, all of them in one transaction. A blob that
 * somebody has changed meanwhile is left as it is.
 *
 * @returns how many were replaced
 */
export async function replaceBlobs({ table, column }: SealedColumn, rows: readonly { old: SealedRow; blob: Buffer }[]): Promise<number> {
  return everywhereDb().transaction(async (tx) => {
    let replaced = 0;
    for (const { old, blob } of rows) {
      const result = await tx.execute(
        sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${blob}
            where workspace_id = ${old.workspaceId} and id = ${old.id} and ${sql.identifier(column)} = ${old.blob}`,
      );
      replaced += result.rowCount ?? 0;
    }
    return replaced;
  });
}

type StoredBlob = { workspace_id: string; id: string; blob: Buffer };

function toSealedRow(row: StoredBlob): SealedRow {
  return { workspaceId: row.workspace_id, id: row.id, blob: row.blob };
}
