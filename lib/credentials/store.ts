/** The rows of the table `credentials`. Secrets pass through here sealed only. */
import "server-only";
import { and, eq, getTableColumns, ne, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { credentials, users } from "@/lib/db/tables";

export type { Transaction };
export type CredentialRow = typeof credentials.$inferSelect;
export type CredentialInsert = typeof credentials.$inferInsert;
export type CredentialChange = Partial<Omit<CredentialInsert, "workspaceId" | "id">>;

/** A row with the name of who made it, and of the people who are named as its users. */
export interface ListedCredential {
  row: CredentialRow;
  createdByName: string | null;
  members: { userId: string; name: string }[];
}

/** Runs several statements of a workspace as one; whatever is thrown inside undoes all of them. */
export function inTransaction<T>(workspaceId: string, run: (tx: Transaction) => Promise<T>): Promise<T> {
  return tenantDb(workspaceId).transaction(run);
}

/** All credentials of a workspace, oldest first. */
export async function listRows(workspaceId: string): Promise<ListedCredential[]> {
  return selectListed(workspaceId).where(eq(credentials.workspaceId, workspaceId)).orderBy(credentials.createdAt, credentials.id);
}

export async function findListed(workspaceId: string, id: string): Promise<ListedCredential | undefined> {
  const [found] = await selectListed(workspaceId).where(oneRow(workspaceId, id)).prepare("listed_credential").execute();
  return found;
}

export async function findRow(workspaceId: string, id: string): Promise<CredentialRow | undefined> {
  const [row] = await tenantDb(workspaceId).select().from(credentials).where(oneRow(workspaceId, id));
  return row;
}

/** The row, held until the transaction ends, so that two changes cannot pass each other. */
export async function lockRow(tx: Transaction, workspaceId: string, id: string): Promise<CredentialRow | undefined> {
  const [row] = await tx.select().from(credentials).where(oneRow(workspaceId, id)).for("update");
  return row;
}

/** False when the environment has a credential of this label already; then nothing was inserted. */
export async function insertRow(tx: Transaction, values: CredentialInsert): Promise<boolean> {
  const inserted = await tx
    .insert(credentials)
    .values(values)
    .onConflictDoNothing({ target: [credentials.workspaceId, credentials.environment, credentials.label] })
    .returning({ id: credentials.id });
  return inserted.length === 1;
}

/** True when another credential of this environment carries the label. */
export async function labelTaken(tx: Transaction, row: CredentialRow, label: string): Promise<boolean> {
  const same = and(
    eq(credentials.workspaceId, row.workspaceId),
    eq(credentials.environment, row.environment),
    eq(credentials.label, label),
    ne(credentials.id, row.id),
  );
  return (await tx.select({ id: credentials.id }).from(credentials).where(same)).length > 0;
}

/** A change that a person made: counts the version up and notes the time. */
export async function changeRow(tx: Transaction, workspaceId: string, id: string, change: CredentialChange): Promise<number> {
  const [changed] = await tx
    .update(credentials)
    .set({ ...change, version: sql`${credentials.version} + 1`, updatedAt: sql`now()` })
    .where(oneRow(workspaceId, id))
    .returning({ version: credentials.version });
  return changed?.version ?? 0;
}

/** What the console notes by itself: the version stays, so tokens stay valid. */
export async function noteOnRow(
  tx: Transaction,
  workspaceId: string,
  id: string,
  note: Pick<CredentialChange, "lastUsedAt" | "lastCheckAt" | "lastCheck">,
): Promise<void> {
  await tx.update(credentials).set(note).where(oneRow(workspaceId, id));
}

/** Also deletes its tokens and exchanges, by the foreign keys. */
export async function deleteRow(tx: Transaction, workspaceId: string, id: string): Promise<void> {
  await tx.delete(credentials).where(oneRow(workspaceId, id));
}

const NAMED = sql<ListedCredential["members"]>`(select coalesce(json_agg(json_build_object('userId', named.id, 'name', named.name) order by named.name, named.id), '[]') from users named where named.id = any(${credentials.usableByMembers}))`;

function selectListed(workspaceId: string) {
  return tenantDb(workspaceId)
    .select({ row: getTableColumns(credentials), createdByName: users.name, members: NAMED })
    .from(credentials)
    .leftJoin(users, eq(users.id, credentials.createdBy))
    .$dynamic();
}

function oneRow(workspaceId: string, id: string) {
  return and(eq(credentials.workspaceId, workspaceId), eq(credentials.id, id));
}
