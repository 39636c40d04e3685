/**
 * The care of the sealing keys: does this process hold every key that the database needs, and
 * moving all that is sealed to the current key. The operator acts here, not a member of a workspace.
 */
import "server-only";
import { settings, SettingsError } from "@/lib/env";
import { SealError, sealWith, unsealWith, type Keyring, type SealBinding } from "../seal";
import { anyBlob, blobsOfOtherKeys, keysInUse, replaceBlobs, SEALED_COLUMNS, type SealedColumn, type SealedRow } from "./store";

const BATCH_BLOBS = 100;

/**
 * Stops the start when a stored secret could not be opened: a key is missing, or another key
 * stands under its id. One blob for each key and column is opened as a trial.
 *
 * @throws SettingsError naming SEAL_KEYS and the key's id, never a value
 */
export async function checkSealKeys(keyring: Keyring = settings().sealKeys): Promise<void> {
  for (const column of SEALED_COLUMNS) {
    for (const { keyId, blobs } of await keysInUse(column)) {
      if (keyId === undefined) continue;
      const many = `${blobs} stored ${blobs === 1 ? "secret" : "secrets"} in ${column.table} ${blobs === 1 ? "was" : "were"} sealed with`;
      if (!keyring.some((key) => key.id === keyId)) {
        throw new SettingsError("SEAL_KEYS", `lacks the key "${printable(keyId)}", which ${many}; put it back behind the current one`);
      }
      const blob = await anyBlob(column, keyId);
      if (blob && open(keyring, column, blob) === undefined) {
        throw new SettingsError("SEAL_KEYS", `has another key under the id "${keyId}" than the one that ${many}`);
      }
    }
  }
}

/** How far the move to the current key has come. */
export interface RewrapProgress {
  /** Blobs under the current key now. */
  moved: number;
  /** Blobs to look at in this run. */
  total: number;
  /** Blobs that do not open, by place; they were left as they are. */
  broken: readonly string[];
}

/**
 * Seals everything anew with the first key of the ring, batch by batch, each in a transaction of
 * its own. It may be stopped at any moment and begun again: what is done is found done. Safe
 * while the console runs.
 *
 * @param report - called after each batch
 */
export async function rewrapAll(
  report: (progress: RewrapProgress) => void,
  keyring: Keyring = settings().sealKeys,
): Promise<RewrapProgress> {
  const current = keyring[0];
  if (!current) throw new SettingsError("SEAL_KEYS", "is empty");
  const broken: string[] = [];
  const total = await countOfOtherKeys(current.id);
  let moved = 0;
  for (const column of SEALED_COLUMNS) {
    let last: SealedRow | undefined;
    for (;;) {
      const rows = await blobsOfOtherKeys(column, current.id, last, BATCH_BLOBS);
      if (rows.length === 0) break;
      last = rows.at(-1);
      const opened = rows.map((old) => ({ old, value: open(keyring, column, old) }));
      broken.push(...opened.flatMap(({ old, value }) => (value ? [] : [`${column.table}.${column.column} of ${old.id}`])));
      const resealed = opened.flatMap(({ old, value }) => (value ? [{ old, blob: sealWith(keyring, value, placeOf(column, old)) }] : []));
      moved += await replaceBlobs(column, resealed);
      report({ moved, total, broken });
    }
  }
  return { moved, total, broken };
}

/** How many stored secrets each key holds, the keys of the ring first in their order. */
export async function keyUse(keyring: Keyring = settings().sealKeys): Promise<{ keyId: string; blobs: number; inRing: boolean }[]> {
  const counts = new Map<string, number>(keyring.map((key) => [key.id, 0]));
  for (const column of SEALED_COLUMNS) {
    for (const { keyId, blobs } of await keysInUse(column)) {
      const id = keyId ?? "(unreadable)";
      counts.set(id, (counts.get(id) ?? 0) + blobs);
    }
  }
  return [...counts].map(([keyId, blobs]) => ({ keyId, blobs, inRing: keyring.some((key) => key.id === keyId) }));
}

async function countOfOtherKeys(currentId: string): Promise<number> {
  const uses = await Promise.all(SEALED_COLUMNS.map(keysInUse));
  return uses.flat().reduce((sum, use) => sum + (use.keyId === currentId ? 0 : use.blobs), 0);
}

function open(keyring: Keyring, column: SealedColumn, row: SealedRow) {
  try {
    return unsealWith(keyring, row.blob, placeOf(column, row));
  } catch (problem) {
    if (problem instanceof SealError) return undefined;
    throw problem;
  }
}

function placeOf({ table, column }: SealedColumn, row: SealedRow): SealBinding {
  return { workspaceId: row.workspaceId, table, rowId: row.id, column };
}

/** A key id out of damaged bytes may be anything; what goes to a terminal is plain. */
function printable(keyId: string): string {
  return keyId.replace(/[^\w-]/g, "?").slice(0, 32);
}
