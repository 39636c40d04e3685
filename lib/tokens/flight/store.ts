/**
 * One exchange for all processes on one database: an advisory lock for each flight. All of this
 * process's flights share one connection, which is taken from the pool only while there are any;
 * so waiting flights never use up the connections that the holder needs to finish.
 */
import "server-only";
import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { PoolClient } from "pg";
import { pool } from "@/lib/db/client";
import { processSlot } from "@/lib/shared/process-slot";

/** How often a process that waits for another one's exchange looks whether it is done. */
const LOOK_AGAIN_MS = 50;

interface Desk {
  connection: Promise<PoolClient> | undefined;
  users: number;
  /** Ends when the last question so far is answered: a connection takes one at a time. */
  lastAnswer: Promise<unknown>;
}

const slot = processSlot<Desk>("token-flight-desk");

/**
 * Runs `fly` while holding the lock of this key against other processes. While another process
 * holds it, `arrived` is asked again and again and may end the wait with what that one has made.
 * A process that dies loses its locks with its connection.
 */
export async function alone<T>(key: string, signal: AbortSignal, arrived: () => Promise<T | undefined>, fly: () => Promise<T>): Promise<T> {
  const desk = slot.getOrMake(() => ({ connection: undefined, users: 0, lastAnswer: Promise.resolve() }));
  const connection = await sitDown(desk);
  try {
    const id = lockId(key);
    while (!(await ask(desk, connection, "select pg_try_advisory_lock($1) as yes", id))) {
      await wait(LOOK_AGAIN_MS, undefined, { signal });
      const result = await arrived();
      if (result !== undefined) return result;
    }
    try {
      return await fly();
    } finally {
      // A connection that broke meanwhile has given the lock back already.
      await ask(desk, connection, "select pg_advisory_unlock($1) as yes", id).catch(() => false);
    }
  } finally {
    await standUp(desk);
  }
}

async function sitDown(desk: Desk): Promise<PoolClient> {
  desk.users += 1;
  desk.connection ??= pool().connect();
  try {
    return await desk.connection;
  } catch (cause) {
    await standUp(desk);
    throw cause;
  }
}

async function standUp(desk: Desk): Promise<void> {
  desk.users -= 1;
  if (desk.users > 0) return;
  const connection = desk.connection;
  desk.connection = undefined;
  const open = await connection?.catch(() => undefined);
  open?.release();
}

async function ask(desk: Desk, connection: PoolClient, sql: string, id: string): Promise<boolean> {
  const answer = desk.lastAnswer.then(() => connection.query<{ yes: boolean }>(sql, [id]));
  desk.lastAnswer = answer.catch(() => undefined);
  return (await answer).rows[0]?.yes === true;
}

/** 64 bits of a hash, as PostgreSQL's advisory locks want their names. */
function lockId(key: string): string {
  return createHash("sha256").update(`token-flight ${key}`).digest().readBigInt64BE().toString();
}
