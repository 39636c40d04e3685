import "server-only";
import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm";
import { enterWorkspace, tenantDb, type Transaction } from "@/lib/db/client";
import { invitations, members, users, workspaces } from "@/lib/db/tables";
import type { Role } from "../model";
import { lockWorkspace } from "../store";

export interface InvitationRow {
  workspaceId: string;
  id: string;
  email: string;
  role: string;
  tokenHash: string;
  invitedBy: string;
  inviterName: string | null;
  createdAt: Date;
  expiresAt: Date;
}

const INVITATION = {
  workspaceId: invitations.workspaceId,
  id: invitations.id,
  email: invitations.email,
  role: invitations.role,
  tokenHash: invitations.tokenHash,
  invitedBy: invitations.invitedBy,
  inviterName: users.name,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
};

const isOpen = (workspaceId: string, id?: string) =>
  and(
    eq(invitations.workspaceId, workspaceId),
    isNull(invitations.usedAt),
    isNull(invitations.revokedAt),
    id === undefined ? undefined : eq(invitations.id, id),
  );

/** Those that nobody used or withdrew; some may have expired. */
export async function selectOpenInvitations(workspaceId: string, tx?: Transaction): Promise<InvitationRow[]> {
  return (tx ?? tenantDb(workspaceId))
    .select(INVITATION)
    .from(invitations)
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .where(isOpen(workspaceId))
    .orderBy(asc(invitations.createdAt));
}

export async function insertInvitation(
  tx: Transaction,
  values: { workspaceId: string; id: string; email: string; role: Role; tokenHash: string; invitedBy: string; byOperator?: boolean; expiresAt: Date },
): Promise<void> {
  await tx.insert(invitations).values(values);
}

/** @returns false when it is not open any more */
export async function replaceToken(
  tx: Transaction,
  key: { workspaceId: string; id: string },
  values: { tokenHash: string; expiresAt: Date; invitedBy: string },
): Promise<boolean> {
  const rows = await tx.update(invitations).set(values).where(isOpen(key.workspaceId, key.id)).returning({ id: invitations.id });
  return rows.length > 0;
}

/** Withdraws what operators have open in this workspace. @returns the addresses */
export async function revokeOfOperators(tx: Transaction, workspaceId: string): Promise<string[]> {
  const rows = await tx.update(invitations).set({ revokedAt: sql`now()` }).where(and(isOpen(workspaceId), eq(invitations.byOperator, true))).returning({ email: invitations.email });
  return rows.map(({ email }) => email);
}

/** @returns false when it is not open any more */
export async function markRevoked(tx: Transaction, workspaceId: string, id: string): Promise<boolean> {
  const rows = await tx.update(invitations).set({ revokedAt: sql`now()` }).where(isOpen(workspaceId, id)).returning({ id: invitations.id });
  return rows.length > 0;
}

export async function markUsed(tx: Transaction, workspaceId: string, id: string): Promise<void> {
  await tx.update(invitations).set({ usedAt: sql`now()` }).where(isOpen(workspaceId, id));
}

export interface OfferRow extends InvitationRow {
  slug: string;
  workspaceName: string;
  /** What the inviter is in the workspace now; null when they have left it. */
  inviterRole: string | null;
  byOperator: boolean;
  /** Null when the inviter is no operator now. */
  inviterOperatorSince: Date | null;
  inviterDisabledAt: Date | null;
}

/**
 * An open invitation with what it leads to. A transaction that is given works for its workspace from then on, and holds that as everybody
 * does who changes its members or invitations: so an invitation is used once, and by nobody when it or who sent it has just changed.
 */
export async function selectOffer(workspaceId: string, id: string, tx?: Transaction): Promise<OfferRow | undefined> {
  if (tx) {
    await enterWorkspace(tx, workspaceId);
    await lockWorkspace(tx, workspaceId);
  }
  const [row] = await (tx ?? tenantDb(workspaceId))
    .select({ ...INVITATION, slug: workspaces.slug, workspaceName: workspaces.name, inviterRole: members.role, byOperator: invitations.byOperator, inviterOperatorSince: users.operatorSince, inviterDisabledAt: users.disabledAt })
    .from(invitations)
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .leftJoin(members, and(eq(members.workspaceId, invitations.workspaceId), eq(members.userId, invitations.invitedBy)))
    .where(isOpen(workspaceId, id));
  return row;
}

/** Deletes those that were used, withdrawn or expired before this moment. */
export async function deleteOver(workspaceId: string, before: Date): Promise<void> {
  const isOver = or(lt(invitations.usedAt, before), lt(invitations.revokedAt, before), lt(invitations.expiresAt, before));
  await tenantDb(workspaceId).delete(invitations).where(and(eq(invitations.workspaceId, workspaceId), isOver));
}
