import "server-only";
import { and, asc, count, eq, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { runComments, users } from "@/lib/db/tables";

export type { Transaction };

export async function inTransaction<T>(workspaceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(work);
}

/** Oldest first. */
export async function selectComments(workspaceId: string, runId: string) {
  return tenantDb(workspaceId)
    .select({ id: runComments.id, body: runComments.body, authorId: runComments.authorId, author: users.name, createdAt: runComments.createdAt, editedAt: runComments.editedAt })
    .from(runComments)
    .leftJoin(users, eq(users.id, runComments.authorId))
    .where(and(eq(runComments.workspaceId, workspaceId), eq(runComments.runId, runId)))
    .orderBy(asc(runComments.createdAt), asc(runComments.id));
}

export async function countComments(tx: Transaction, workspaceId: string, runId: string): Promise<number> {
  const [row] = await tx.select({ count: count() }).from(runComments).where(and(eq(runComments.workspaceId, workspaceId), eq(runComments.runId, runId)));
  return row?.count ?? 0;
}

export async function insertComment(tx: Transaction, row: typeof runComments.$inferInsert): Promise<string> {
  const [made] = await tx.insert(runComments).values(row).returning({ id: runComments.id });
  if (made === undefined) throw new Error("The comment was not inserted");
  return made.id;
}

const one = (workspaceId: string, runId: string, id: string) => and(eq(runComments.workspaceId, workspaceId), eq(runComments.runId, runId), eq(runComments.id, id));

/** Locked until the transaction ends. */
export async function lockComment(tx: Transaction, workspaceId: string, runId: string, id: string): Promise<{ authorId: string } | undefined> {
  const [row] = await tx.select({ authorId: runComments.authorId }).from(runComments).where(one(workspaceId, runId, id)).for("update");
  return row;
}

export async function updateComment(tx: Transaction, workspaceId: string, runId: string, id: string, body: string): Promise<void> {
  await tx.update(runComments).set({ body, editedAt: sql`now()` }).where(one(workspaceId, runId, id));
}

export async function deleteComment(tx: Transaction, workspaceId: string, runId: string, id: string): Promise<void> {
  await tx.delete(runComments).where(one(workspaceId, runId, id));
}
