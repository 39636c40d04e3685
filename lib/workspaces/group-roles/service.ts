/**
 * Memberships that follow the groups of the identity provider: they come, change and go at each sign-in. A membership
 * that somebody gave by hand is left alone, and so is the last owner of a workspace.
 */
import "server-only";
import { record } from "@/lib/audit/service";
import type { AuditAction, AuditSubject } from "@/lib/audit/model";
import { memberJoined } from "@/lib/partners/service";
import { deleteMember, hasOwnerBeside, selectMembers, updateMember, type MemberRow } from "../members/store";
import type { Role } from "../model";
import { insertMember, lockWorkspace, type Transaction } from "../store";
import { enterConcerned, selectConcerned } from "./store";

interface Said {
  userId: string;
  email: string;
  /** By slug; a slug that no workspace has is passed over. */
  roles: ReadonlyMap<string, Role>;
  requestId?: string | undefined;
}

/** Brings this person's memberships in line with their groups. */
export async function applyGroupRoles(tx: Transaction, said: Said): Promise<void> {
  for (const { workspaceId, slug } of await selectConcerned(tx, said.userId, [...said.roles.keys()])) {
    await enterConcerned(tx, workspaceId);
    await lockWorkspace(tx, workspaceId);
    const rows = await selectMembers(workspaceId, tx);
    await apply(tx, { ...said, workspaceId, role: said.roles.get(slug) }, rows);
  }
}

async function apply(tx: Transaction, wanted: Said & { workspaceId: string; role: Role | undefined }, rows: readonly MemberRow[]): Promise<void> {
  const { workspaceId, userId, email, role } = wanted;
  const note = (action: AuditAction, subject: AuditSubject) =>
    record(tx, { workspaceId, actorId: userId, action, subject: { userId, email, ...subject, by: "group" }, requestId: wanted.requestId });
  const mine = rows.find((row) => row.userId === userId);
  if (!mine) {
    if (!role) return;
    await insertMember(tx, { workspaceId, userId, role, byGroup: true });
    await memberJoined(tx, workspaceId);
    return note("member.added", { role });
  }
  if (!mine.byGroup || mine.role === role) return;
  const isLastOwner = mine.role === "owner" && !hasOwnerBeside(rows, mine);
  if (isLastOwner) return;
  if (!role) {
    await deleteMember(tx, workspaceId, userId);
    return note("member.removed", { role: mine.role });
  }
  await updateMember(tx, workspaceId, userId, { role, productionOpenUntil: null });
  return note("member.changed", { role: { from: mine.role, to: role } });
}
