/** Through the wall: an operator looks for a partner among all workspaces. */
import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { everywhereDb, type Transaction } from "@/lib/db/client";
import { members, partners, workspaces } from "@/lib/db/tables";

export type { Transaction };

export async function inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return everywhereDb().transaction(work);
}

const PARTNERS_LOCK = 7_312_003;

/** One invitation after the other, so that two operators do not invite the same partner at once. */
export async function lockPartners(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${PARTNERS_LOCK})`);
}

const PARTNER = {
  workspaceId: workspaces.id,
  name: workspaces.name,
  slug: workspaces.slug,
  email: partners.contactEmail,
  joinedAt: partners.joinedAt,
};

/** A workspace of this name, whatever the case of its letters. */
export async function findByName(tx: Transaction, name: string) {
  const [row] = await tx.select(PARTNER).from(workspaces).leftJoin(partners, eq(partners.workspaceId, workspaces.id)).where(sql`lower(${workspaces.name}) = lower(${name})`).limit(1);
  return row;
}

/** A partner that was invited under this address and has not come yet. */
export async function findWaiting(tx: Transaction, email: string) {
  const [row] = await tx.select(PARTNER).from(partners).innerJoin(workspaces, eq(workspaces.id, partners.workspaceId)).where(and(eq(partners.contactEmail, email), isNull(partners.joinedAt))).limit(1);
  return row;
}

export async function findPartner(tx: Transaction, workspaceId: string) {
  const [row] = await tx.select(PARTNER).from(workspaces).leftJoin(partners, eq(partners.workspaceId, workspaces.id)).where(eq(workspaces.id, workspaceId));
  return row;
}

export async function hasMembers(tx: Transaction, workspaceId: string): Promise<boolean> {
  const rows = await tx.select({ userId: members.userId }).from(members).where(eq(members.workspaceId, workspaceId)).limit(1);
  return rows.length > 0;
}
