import "server-only";
import { and, arrayContains, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { credentials, members, personalTokens, users } from "@/lib/db/tables";
import type { Role } from "../model";

export interface MemberRow {
  userId: string;
  name: string;
  email: string;
  role: string;
  environments: string[] | null;
  readOnly: string[];
  byGroup: boolean;
  createdAt: Date;
  /** Since when an operator keeps them from coming in. */
  disabledAt: Date | null;
}

const MEMBER = {
  userId: members.userId,
  name: users.name,
  email: users.email,
  role: members.role,
  environments: members.environments,
  readOnly: members.readOnly,
  byGroup: members.byGroup,
  createdAt: members.createdAt,
  disabledAt: users.disabledAt,
};

/** Whether an owner who can come in is left without this member. */
export function hasOwnerBeside(rows: readonly MemberRow[], target: MemberRow): boolean {
  return rows.some((row) => row.role === "owner" && row.disabledAt === null && row !== target);
}

/** Everybody, the first joined first. */
export async function selectMembers(workspaceId: string, tx?: Transaction): Promise<MemberRow[]> {
  return (tx ?? tenantDb(workspaceId))
    .select(MEMBER)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.workspaceId, workspaceId))
    .orderBy(asc(members.createdAt), asc(users.email));
}

/** Those of these people who are members; the rows are locked until the transaction ends. */
export async function lockMembersAmong(tx: Transaction, workspaceId: string, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  const rows = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), inArray(members.userId, [...userIds])))
    .for("share");
  return rows.map(({ userId }) => userId);
}

interface MemberColumns {
  role?: Role;
  environments?: string[] | null;
  readOnly?: string[];
  productionOpenUntil?: Date | null;
  byGroup?: boolean;
}

export async function updateMember(tx: Transaction, workspaceId: string, userId: string, values: MemberColumns): Promise<void> {
  await tx.update(members).set(values).where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)));
}

/** Takes the membership and whatever was made on the strength of it, so that joining again begins anew. */
export async function deleteMember(tx: Transaction, workspaceId: string, userId: string): Promise<void> {
  await tx
    .update(personalTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(personalTokens.workspaceId, workspaceId), eq(personalTokens.userId, userId), isNull(personalTokens.revokedAt)));
  await tx.delete(members).where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)));
  // After the membership: who names this member for a credential meanwhile holds its row, and has done so before this looks.
  await tx
    .update(credentials)
    .set({ usableByMembers: sql`array_remove(${credentials.usableByMembers}, ${userId})` })
    .where(and(eq(credentials.workspaceId, workspaceId), arrayContains(credentials.usableByMembers, [userId])));
}
