import "server-only";
import { and, asc, count, eq, gt, isNull, notExists, sql } from "drizzle-orm";
import { db, everywhereDb, tenantDb, type Database, type Transaction } from "@/lib/db/client";
import { auditEvents, auditHeads, installationEvents, workspaces } from "@/lib/db/tables";
import { GENESIS_HASH, INSTALLATION_CHAIN, type ChainedEvent } from "./link";
import { hashOf } from "./seal";
import type { ChainEnd, StoredLink } from "./walk";

export type { Transaction };

const columns = (table: typeof auditEvents | typeof installationEvents) => ({
  id: table.id,
  at: table.at,
  actorId: table.actorId,
  action: table.action,
  subject: table.subject,
  requestId: table.requestId,
  hash: table.hash,
});

/** Adds an event to its chain. Others who add to it wait until this transaction is over. */
export async function appendEvent(tx: Transaction, chain: string, event: Omit<ChainedEvent, "chain" | "sequence" | "at">): Promise<void> {
  const head = await lockHead(tx, chain);
  // What is hashed is what the database gives back: jsonb knows neither undefined nor a date.
  const subject = JSON.parse(JSON.stringify(event.subject)) as Record<string, unknown>;
  const whole: ChainedEvent = { ...event, subject, chain, sequence: head.sequence + 1, at: new Date() };
  const hash = hashOf(whole, head.hash);
  const { chain: workspaceId, ...row } = whole;
  if (chain === INSTALLATION_CHAIN) await tx.insert(installationEvents).values({ ...row, hash });
  else await tx.insert(auditEvents).values({ ...row, workspaceId, hash });
  await moveHead(tx, chain, { sequence: whole.sequence, hash });
}

/** The end of a chain, nobody else's until the transaction is over. */
export async function lockHead(tx: Transaction, chain: string): Promise<ChainEnd> {
  const [head] = await tx
    .insert(auditHeads)
    .values({ workspaceId: chain, sequence: 0, hash: GENESIS_HASH })
    .onConflictDoUpdate({ target: auditHeads.workspaceId, set: { workspaceId: chain } })
    .returning({ sequence: auditHeads.sequence, hash: auditHeads.hash });
  if (!head) throw new Error("A chain's head could not be locked.");
  return head;
}

export async function moveHead(tx: Transaction, chain: string, end: ChainEnd): Promise<void> {
  await tx.update(auditHeads).set(end).where(eq(auditHeads.workspaceId, chain));
}

export async function selectHead(tx: Transaction, chain: string): Promise<ChainEnd> {
  const [head] = await tx.select({ sequence: auditHeads.sequence, hash: auditHeads.hash }).from(auditHeads).where(eq(auditHeads.workspaceId, chain));
  return head ?? { sequence: 0, hash: GENESIS_HASH };
}

/** With what a workspace's chain ended, as its deletion says; undefined where no deletion with an end is on record. */
export async function selectEnding(tx: Transaction, workspaceId: string): Promise<ChainEnd | undefined> {
  const subject = installationEvents.subject;
  const [found] = await tx
    .select({ sequence: sql<number | null>`(${subject}->'record'->>'sequence')::int`, hash: sql<string | null>`${subject}->'record'->>'hash'` })
    .from(installationEvents)
    .where(and(eq(installationEvents.action, "workspace.deleted"), eq(sql`${subject}->>'workspaceId'`, workspaceId)))
    .orderBy(asc(installationEvents.sequence))
    .limit(1);
  return found?.sequence == null || found.hash === null ? undefined : { sequence: found.sequence, hash: found.hash };
}

/** The chain's events after a number, in order. */
export async function selectLinks(tx: Transaction, chain: string, after: number, limit: number): Promise<StoredLink[]> {
  const table = chain === INSTALLATION_CHAIN ? installationEvents : auditEvents;
  const rows = await tx
    .select({ ...columns(table), sequence: table.sequence })
    .from(table)
    .where(and(chain === INSTALLATION_CHAIN ? undefined : eq(auditEvents.workspaceId, chain), gt(table.sequence, after)))
    .orderBy(asc(table.sequence))
    .limit(limit);
  return rows.map((row) => ({ ...row, chain, sequence: row.sequence ?? 0 }));
}

/** How many events stand outside the chain. */
export async function countUnchained(tx: Transaction, chain: string): Promise<number> {
  const table = chain === INSTALLATION_CHAIN ? installationEvents : auditEvents;
  const [found] = await tx
    .select({ events: count() })
    .from(table)
    .where(and(chain === INSTALLATION_CHAIN ? undefined : eq(auditEvents.workspaceId, chain), isNull(table.sequence)));
  return found?.events ?? 0;
}

/** Every workspace and the installation, for the operator's command: it has to see all of them. */
export async function selectChains(): Promise<{ chain: string; name: string }[]> {
  const rows = await everywhereDb().select({ chain: workspaces.id, name: workspaces.slug }).from(workspaces).orderBy(asc(workspaces.slug));
  return [{ chain: INSTALLATION_CHAIN, name: "the installation" }, ...rows];
}

/** Whether the role that the application works as may change what is written. */
export async function recordIsInsertOnly(): Promise<boolean> {
  const { rows } = await db().execute<{ open: boolean }>(
    sql`select bool_or(has_table_privilege(t, p)) as open from unnest(array['audit_events', 'installation_events']) t, unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p`,
  );
  return rows[0]?.open === false;
}

/**
 * Run with the migrations, as the owner of the tables: nobody else may change an event. Only a chain that has no link yet takes older
 * events in; later, an event without a link is a finding, not something to bless.
 */
export async function chainOlderEvents(owner: Database): Promise<void> {
  // A start must not take a step for each of many workspaces: those that have a link are left out at once.
  const isChained = owner.select().from(auditHeads).where(and(eq(auditHeads.workspaceId, workspaces.id), gt(auditHeads.sequence, 0)));
  const ids = await owner.select({ id: workspaces.id }).from(workspaces).where(notExists(isChained));
  for (const chain of [INSTALLATION_CHAIN, ...ids.map(({ id }) => id)]) await chainAll(owner, chain);
}

async function chainAll(owner: Database, chain: string): Promise<void> {
  const table = chain === INSTALLATION_CHAIN ? installationEvents : auditEvents;
  await owner.transaction(async (tx) => {
    const head = await lockHead(tx, chain);
    if (head.sequence > 0) return;
    const older = await tx
      .select({ id: table.id, at: table.at, actorId: table.actorId, action: table.action, subject: table.subject, requestId: table.requestId })
      .from(table)
      .where(table === auditEvents ? eq(auditEvents.workspaceId, chain) : isNull(table.sequence))
      .orderBy(asc(table.at), asc(table.id));
    let end = head;
    for (const event of older) {
      const sequence = end.sequence + 1;
      const hash = hashOf({ ...event, chain, sequence }, end.hash);
      // Kept to the millisecond, as it is hashed.
      await tx.update(table).set({ sequence, hash, at: event.at }).where(eq(table.id, event.id));
      end = { sequence, hash };
    }
    await moveHead(tx, chain, end);
  });
}

/** One state of the database for everything that is read of a chain in `read`. */
export async function inSnapshot<T>(chain: string, read: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(chain).transaction(read, { isolationLevel: "repeatable read", accessMode: "read only" });
}
