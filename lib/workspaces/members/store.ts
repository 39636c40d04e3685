import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { tenantDb, type Transaction } from "@/lib/db/client";
import { members, personalTokens, users } from "@/lib/db/tables";
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
}
