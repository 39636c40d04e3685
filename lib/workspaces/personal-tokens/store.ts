import "server-only";
import { and, desc, eq, isNull, lt, or, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { personalTokens, users } from "@/lib/db/tables";

export interface PersonalTokenRow {
  id: string;
  userId: string;
  name: string;
  tokenHash: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

const TOKEN = {
  id: personalTokens.id,
  userId: personalTokens.userId,
  name: personalTokens.name,
  tokenHash: personalTokens.tokenHash,
  scopes: personalTokens.scopes,
  createdAt: personalTokens.createdAt,
  expiresAt: personalTokens.expiresAt,
  lastUsedAt: personalTokens.lastUsedAt,
};

const isThis = (workspaceId: string, id: string) => and(eq(personalTokens.workspaceId, workspaceId), eq(personalTokens.id, id), isNull(personalTokens.revokedAt));

/** Those of one person that are not revoked, the newest first. */
export async function selectTokens(workspaceId: string, userId: string, tx?: Transaction): Promise<PersonalTokenRow[]> {
  return (tx ?? tenantDb(workspaceId))
    .select(TOKEN)
    .from(personalTokens)
    .where(and(eq(personalTokens.workspaceId, workspaceId), eq(personalTokens.userId, userId), isNull(personalTokens.revokedAt)))
    .orderBy(desc(personalTokens.createdAt));
}

/** The token if it is not revoked and its person may still come in. */
export async function selectToken(workspaceId: string, id: string): Promise<PersonalTokenRow | undefined> {
  const [row] = await tenantDb(workspaceId)
    .select(TOKEN)
    .from(personalTokens)
    .innerJoin(users, eq(users.id, personalTokens.userId))
    .where(and(isThis(workspaceId, id), isNull(users.disabledAt)));
  return row;
}

export async function insertToken(
  tx: Transaction,
  values: { workspaceId: string; id: string; userId: string; name: string; tokenHash: string; scopes: string[]; expiresAt: Date },
): Promise<void> {
  await tx.insert(personalTokens).values(values);
}

/** @returns its name, or undefined when this person has no such token */
export async function markRevoked(tx: Transaction, workspaceId: string, userId: string, id: string): Promise<string | undefined> {
  const [row] = await tx
    .update(personalTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(isThis(workspaceId, id), eq(personalTokens.userId, userId)))
    .returning({ name: personalTokens.name });
  return row?.name;
}

/** Of one person, in every workspace. @returns how many */
export async function markAllRevoked(tx: Transaction, userId: string): Promise<number> {
  const rows = await tx
    .update(personalTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(personalTokens.userId, userId), isNull(personalTokens.revokedAt)))
    .returning({ id: personalTokens.id });
  return rows.length;
}

/** Notes the use unless one was noted after `before`. */
export async function noteUse(workspaceId: string, id: string, now: Date, before: Date): Promise<void> {
  await tenantDb(workspaceId)
    .update(personalTokens)
    .set({ lastUsedAt: now })
    .where(and(isThis(workspaceId, id), or(isNull(personalTokens.lastUsedAt), lt(personalTokens.lastUsedAt, before))));
}

/** Deletes those that were revoked or expired before this moment. */
export async function deleteOver(workspaceId: string, before: Date): Promise<void> {
  const isOver = or(lt(personalTokens.revokedAt, before), lt(personalTokens.expiresAt, before));
  await tenantDb(workspaceId).delete(personalTokens).where(and(eq(personalTokens.workspaceId, workspaceId), isOver));
}
