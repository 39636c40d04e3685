import "server-only";
import { and, asc, count, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { collections, savedRequests, users } from "@/lib/db/tables";

export type { Transaction };
export type CollectionRow = typeof collections.$inferSelect;
export type SavedRow = typeof savedRequests.$inferSelect;

export async function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}

export async function selectCollections(workspaceId: string) {
  return tenantDb(workspaceId)
    .select({ ...getTableColumns(collections), changedByName: users.name })
    .from(collections)
    .leftJoin(users, eq(users.id, collections.changedBy))
    .where(eq(collections.workspaceId, workspaceId))
    .orderBy(asc(collections.position), asc(collections.createdAt));
}

const { input: _input, ...withoutInput } = getTableColumns(savedRequests);

/** All of them, without what is filled in. */
export async function selectRequests(workspaceId: string) {
  return tenantDb(workspaceId)
    .select({
      ...withoutInput,
      environment: sql<string>`${savedRequests.input} #>> '{input,environment}'`,
      apiVersion: sql<string>`${savedRequests.input} #>> '{input,apiVersion}'`,
      changedByName: users.name,
    })
    .from(savedRequests)
    .leftJoin(users, eq(users.id, savedRequests.changedBy))
    .where(eq(savedRequests.workspaceId, workspaceId))
    .orderBy(asc(savedRequests.position), asc(savedRequests.createdAt));
}

export async function selectRequest(workspaceId: string, id: string) {
  const [found] = await tenantDb(workspaceId)
    .select({ ...getTableColumns(savedRequests), changedByName: users.name })
    .from(savedRequests)
    .leftJoin(users, eq(users.id, savedRequests.changedBy))
    .where(and(eq(savedRequests.workspaceId, workspaceId), eq(savedRequests.id, id)));
  return found;
}

/** Locked until the transaction ends, so that nobody changes it between the look and the change. */
export async function lockCollection(tx: Transaction, workspaceId: string, id: string): Promise<CollectionRow | undefined> {
  const [row] = await tx
    .select()
    .from(collections)
    .where(and(eq(collections.workspaceId, workspaceId), eq(collections.id, id)))
    .for("update");
  return row;
}

export async function lockRequest(tx: Transaction, workspaceId: string, id: string): Promise<SavedRow | undefined> {
  const [row] = await tx
    .select()
    .from(savedRequests)
    .where(and(eq(savedRequests.workspaceId, workspaceId), eq(savedRequests.id, id)))
    .for("update");
  return row;
}

export async function countCollections(tx: Transaction, workspaceId: string): Promise<number> {
  const [row] = await tx.select({ count: count() }).from(collections).where(eq(collections.workspaceId, workspaceId));
  return row?.count ?? 0;
}

export async function countRequests(tx: Transaction, workspaceId: string, collectionId: string): Promise<number> {
  const [row] = await tx.select({ count: count() }).from(savedRequests).where(and(eq(savedRequests.workspaceId, workspaceId), eq(savedRequests.collectionId, collectionId)));
  return row?.count ?? 0;
}

export async function insertCollection(tx: Transaction, row: typeof collections.$inferInsert): Promise<string> {
  const [made] = await tx.insert(collections).values(row).returning({ id: collections.id });
  if (made === undefined) throw new Error("The collection was not inserted");
  return made.id;
}

export async function insertRequest(tx: Transaction, row: typeof savedRequests.$inferInsert): Promise<string> {
  const [made] = await tx.insert(savedRequests).values(row).returning({ id: savedRequests.id });
  if (made === undefined) throw new Error("The request was not inserted");
  return made.id;
}

export async function updateCollection(tx: Transaction, workspaceId: string, id: string, changedBy: string, values: Partial<Pick<CollectionRow, "name" | "note">>): Promise<void> {
  await tx
    .update(collections)
    .set({ ...values, changedBy, changedAt: sql`now()`, version: sql`${collections.version} + 1` })
    .where(and(eq(collections.workspaceId, workspaceId), eq(collections.id, id)));
}

export async function updateRequest(
  tx: Transaction,
  workspaceId: string,
  id: string,
  changedBy: string,
  values: Partial<Pick<SavedRow, "name" | "note" | "collectionId" | "operationId" | "input">>,
): Promise<void> {
  await tx
    .update(savedRequests)
    .set({ ...values, changedBy, changedAt: sql`now()`, version: sql`${savedRequests.version} + 1` })
    .where(and(eq(savedRequests.workspaceId, workspaceId), eq(savedRequests.id, id)));
}

/** The ids in their order. Rows are locked in the order of their ids, so that two who sort at once wait instead of blocking each other. */
export async function lockCollectionOrder(tx: Transaction, workspaceId: string): Promise<string[]> {
  const mine = eq(collections.workspaceId, workspaceId);
  await tx.select({ id: collections.id }).from(collections).where(mine).orderBy(asc(collections.id)).for("update");
  const rows = await tx.select({ id: collections.id }).from(collections).where(mine).orderBy(asc(collections.position), asc(collections.createdAt));
  return rows.map(({ id }) => id);
}

/** The same for the requests of a collection. */
export async function lockRequestOrder(tx: Transaction, workspaceId: string, collectionId: string): Promise<string[]> {
  const inside = and(eq(savedRequests.workspaceId, workspaceId), eq(savedRequests.collectionId, collectionId));
  await tx.select({ id: savedRequests.id }).from(savedRequests).where(inside).orderBy(asc(savedRequests.id)).for("update");
  const rows = await tx.select({ id: savedRequests.id }).from(savedRequests).where(inside).orderBy(asc(savedRequests.position), asc(savedRequests.createdAt));
  return rows.map(({ id }) => id);
}

export async function placeCollections(tx: Transaction, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx
    .update(collections)
    .set({ position: sql`array_position(${sql.param(ids)}::uuid[], ${collections.id}) - 1` })
    .where(and(eq(collections.workspaceId, workspaceId), inArray(collections.id, [...ids])));
}

export async function placeRequests(tx: Transaction, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx
    .update(savedRequests)
    .set({ position: sql`array_position(${sql.param(ids)}::uuid[], ${savedRequests.id}) - 1` })
    .where(and(eq(savedRequests.workspaceId, workspaceId), inArray(savedRequests.id, [...ids])));
}

export async function deleteCollection(tx: Transaction, workspaceId: string, id: string): Promise<void> {
  await tx.delete(collections).where(and(eq(collections.workspaceId, workspaceId), eq(collections.id, id)));
}

export async function deleteRequest(tx: Transaction, workspaceId: string, id: string): Promise<void> {
  await tx.delete(savedRequests).where(and(eq(savedRequests.workspaceId, workspaceId), eq(savedRequests.id, id)));
}
