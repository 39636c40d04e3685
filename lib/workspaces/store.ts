import "server-only";
import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { enterWorkspace, everywhereDb, tenantDb, type Transaction } from "@/lib/db/client";
import { members, users, workspaces } from "@/lib/db/tables";
import type { Role } from "./model";

export type { Transaction };

export interface WorkspaceRow {
  id: string;
  slug: string;
  name: string;
  retentionDays: number;
  createdAt: Date;
}

const WORKSPACE = {
  id: workspaces.id,
  slug: workspaces.slug,
  name: workspaces.name,
  retentionDays: workspaces.retentionDays,
  createdAt: workspaces.createdAt,
};

export async function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}

/** Through the wall: how many workspaces a person owns is counted in the transaction that makes one more. */
export async function inTransactionOverAll<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return everywhereDb().transaction(work);
}

/** A transaction that makes a workspace works for it from then on, whatever it worked for before. */
export async function enterNewWorkspace(tx: Transaction): Promise<{ id: string }> {
  const id = randomUUID();
  await enterWorkspace(tx, id);
  return { id };
}

/** Undefined when the slug is taken. */
export async function insertWorkspace(tx: Transaction, values: { id: string; slug: string; name: string }): Promise<WorkspaceRow | undefined> {
  const [row] = await tx.insert(workspaces).values(values).onConflictDoNothing({ target: workspaces.slug }).returning(WORKSPACE);
  return row;
}

export async function insertMember(tx: Transaction, values: { workspaceId: string; userId: string; role: Role; byGroup?: boolean }): Promise<void> {
  await tx.insert(members).values(values);
}

export async function selectWorkspace(workspaceId: string): Promise<WorkspaceRow | undefined> {
  const [row] = await tenantDb(workspaceId).select(WORKSPACE).from(workspaces).where(eq(workspaces.id, workspaceId));
  return row;
}

/** The row is locked until the transaction ends, so that what is written down as the old value was it. */
export async function lockWorkspace(tx: Transaction, workspaceId: string): Promise<WorkspaceRow | undefined> {
  const [row] = await tx.select(WORKSPACE).from(workspaces).where(eq(workspaces.id, workspaceId)).for("update");
  return row;
}

export async function updateWorkspace(tx: Transaction, workspaceId: string, values: { name?: string; retentionDays?: number }): Promise<void> {
  await tx.update(workspaces).set(values).where(eq(workspaces.id, workspaceId));
}

/** Everything in it goes with it. */
export async function deleteWorkspace(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.delete(workspaces).where(eq(workspaces.id, workspaceId));
}

/** Holds everybody else who wants to count what this person has. */
export async function lockPerson(tx: Transaction, userId: string): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
}

export interface MembershipRow {
  workspaceId: string;
  slug: string;
  name: string;
  role: string;
  environments: string[] | null;
  readOnly: string[];
  productionOpenUntil: Date | null;
}

const MEMBERSHIP = {
  workspaceId: workspaces.id,
  slug: workspaces.slug,
  name: workspaces.name,
  role: members.role,
  environments: members.environments,
  readOnly: members.readOnly,
  productionOpenUntil: members.productionOpenUntil,
};

/** Through the wall: this is how a request learns which workspace it may work for. */
export async function selectMembership(userId: string, slug: string): Promise<MembershipRow | undefined> {
  const [row] = await everywhereDb()
    .select(MEMBERSHIP)
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(and(eq(members.userId, userId), eq(workspaces.slug, slug)))
    .prepare("membership")
    .execute();
  return row;
}

/** Through the wall: a person is in several workspaces. */
export async function selectMemberships(userId: string, tx?: Transaction): Promise<MembershipRow[]> {
  return (tx ?? everywhereDb())
    .select(MEMBERSHIP)
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.userId, userId))
    .orderBy(asc(members.createdAt), asc(workspaces.slug));
}
