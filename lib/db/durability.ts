/** What a killed process or a power cut can take, asked of the PostgreSQL itself. */
import "server-only";
import { pool } from "./client";

export interface Durability {
  /** Whether an answered change is on disk. Off: a power cut can damage the whole database. */
  fsync: boolean;
  /** Off: a page that was half written at a power cut stays so. */
  fullPageWrites: boolean;
  /** "off": the last half second of answered changes can be lost. */
  synchronousCommit: string;
}

/** Asks the database that this process works on. */
export async function readDurability(): Promise<Durability> {
  const { rows } = await pool().query<{ fsync: string; full_page_writes: string; synchronous_commit: string }>(
    "select current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes, current_setting('synchronous_commit') as synchronous_commit",
  );
  const [row] = rows;
  return { fsync: row?.fsync === "on", fullPageWrites: row?.full_page_writes === "on", synchronousCommit: row?.synchronous_commit ?? "unknown" };
}

/** True when a change that was answered survives a killed process and a power cut. */
export function isDurable({ fsync, fullPageWrites, synchronousCommit }: Durability): boolean {
  return fsync && fullPageWrites && synchronousCommit !== "off";
}

/** One line for people. */
export function durabilityInWords(durability: Durability): string {
  const { fsync, fullPageWrites, synchronousCommit } = durability;
  const said = `fsync ${fsync ? "on" : "off"}, full_page_writes ${fullPageWrites ? "on" : "off"}, synchronous_commit ${synchronousCommit}`;
  return isDurable(durability) ? `every answered change is on disk (${said}); make your own backups` : `NOT DURABLE: a power cut can lose answered changes (${said})`;
}
