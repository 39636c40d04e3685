/**
 * Who belongs to a workspace and as what. Whoever changes members holds the row of the workspace
 * meanwhile, so that two changes at once are one after the other: the second one sees what the
 * first one left, and the last owner stays.
 */
import "server-only";
import { record } from "@/lib/audit/service";
import type { AuditAction, AuditSubject } from "@/lib/audit/model";
import { endSessionsOf } from "@/lib/auth/session";
import { AppError } from "@/lib/shared/errors";
import { assertFresh, assertMay } from "../authorize";
import { environmentRightsOf, mayRole, rolesWithin, type EnvironmentRights, type Role, type WorkspaceScope } from "../model";
import { roleIn } from "../role-in";
import { inTransaction, lockWorkspace, type Transaction } from "../store";
import type { MemberChange, MemberView } from "./schema";
import { deleteMember, hasOwnerBeside, lockMembersAmong, selectMembers, updateMember, type MemberRow } from "./store";

type Members = { members: MemberView[] };

/** Everybody in the workspace, the first joined first. */
export async function listMembers(scope: WorkspaceScope): Promise<Members> {
  assertMay(scope, "member.read");
  return view(scope, await selectMembers(scope.workspaceId));
}

/**
 * Changes what a member may do, from their next request on. A change that changes nothing is not written down.
 *
 * @throws AppError `session.stale`, `workspace.forbidden` for a role above one's own, `input.refused` for the last owner
 */
export async function changeMember(scope: WorkspaceScope, userId: string, change: MemberChange): Promise<Members> {
  assertMay(scope, "member.manage");
  assertFresh(scope);
  return inTransaction(scope.workspaceId, async (tx) => {
    const { mine, target, rows } = await hold(tx, scope, userId);
    const before = roleIn(target.role);
    const role = change.role ?? before;
    assertWithin(mine, role);
    if (role !== before) assertNotLastOwner(rows, target);
    const environments = change.environments === undefined ? target.environments : change.environments;
    const readOnly = change.readOnly ?? target.readOnly;
    const isSame = role === before && sameSet(environments, target.environments) && sameSet(readOnly, target.readOnly);
    if (isSame) return view(scope, rows);
    // A role that comes or goes takes an opened production with it, and one given by hand is no group's any more.
    await updateMember(tx, scope.workspaceId, userId, { role, environments: environments && [...environments], readOnly: [...readOnly], productionOpenUntil: null, ...(role !== before && { byGroup: false }) });
    await note(tx, scope, "member.changed", {
      userId,
      email: target.email,
      ...(role === before ? {} : { role: { from: before, to: role } }),
      ...rightsChanged(environmentRightsOf(before, target), environmentRightsOf(role, { environments, readOnly })),
    });
    return view(scope, await selectMembers(scope.workspaceId, tx));
  });
}

/** Takes a member out. Their next request finds no such workspace; their personal tokens end with it. */
export async function removeMember(scope: WorkspaceScope, userId: string): Promise<Members> {
  assertMay(scope, "member.manage");
  assertFresh(scope);
  return inTransaction(scope.workspaceId, async (tx) => {
    const { target, rows } = await hold(tx, scope, userId);
    assertNotLastOwner(rows, target);
    await deleteMember(tx, scope.workspaceId, userId);
    await note(tx, scope, "member.removed", { userId, email: target.email, role: target.role });
    return view(scope, await selectMembers(scope.workspaceId, tx));
  });
}

/** Signs a member out everywhere: for a lost laptop. They may sign in again. @returns how many sessions ended */
export async function endMemberSessions(scope: WorkspaceScope, userId: string): Promise<{ ended: number }> {
  assertMay(scope, "member.manage");
  return inTransaction(scope.workspaceId, async (tx) => {
    const { target } = await hold(tx, scope, userId);
    const ended = await endSessionsOf(tx, { userId, actorId: scope.userId, requestId: scope.requestId });
    if (ended > 0) await note(tx, scope, "member.signed-out", { userId, email: target.email, sessions: ended });
    return { ended };
  });
}

/** Makes somebody else the owner and oneself an admin. Asks for a fresh sign-in. */
export async function transferOwnership(scope: WorkspaceScope, userId: string): Promise<Members> {
  assertMay(scope, "workspace.own");
  assertFresh(scope);
  if (userId === scope.userId) throw new AppError("input.refused", "You are the owner already. Choose somebody else.");
  return inTransaction(scope.workspaceId, async (tx) => {
    const { mine, target } = await hold(tx, scope, userId);
    assertWithin(mine, "owner");
    if (target.disabledAt) throw new AppError("input.refused", "An operator of this console has disabled this person. Hand the workspace over to somebody who can come in.");
    await updateMember(tx, scope.workspaceId, userId, { role: "owner", byGroup: false });
    await updateMember(tx, scope.workspaceId, scope.userId, { role: "admin", byGroup: false });
    await note(tx, scope, "ownership.transferred", { from: scope.userId, to: userId, email: target.email });
    return view(scope, await selectMembers(scope.workspaceId, tx));
  });
}

/** Gives up one's own membership. @throws AppError `input.refused` for the last owner */
export async function leaveWorkspace(scope: WorkspaceScope): Promise<{ left: string }> {
  assertMay(scope, "member.leave");
  return inTransaction(scope.workspaceId, async (tx) => {
    const { target, rows } = await hold(tx, scope, scope.userId);
    assertNotLastOwner(rows, target);
    await deleteMember(tx, scope.workspaceId, scope.userId);
    await note(tx, scope, "member.left", { userId: scope.userId, email: target.email, role: target.role });
    return { left: scope.workspaceSlug };
  });
}

/** Those of these people who are members, held so that none of them leaves before the transaction ends. */
export async function holdMembers(tx: Transaction, workspaceId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(await lockMembersAmong(tx, workspaceId, userIds));
}

interface Held {
  /** The asker's role now: it may have changed since the request came in. */
  mine: Role;
  target: MemberRow;
  rows: readonly MemberRow[];
}

async function hold(tx: Transaction, scope: WorkspaceScope, userId: string): Promise<Held> {
  await lockWorkspace(tx, scope.workspaceId);
  const rows = await selectMembers(scope.workspaceId, tx);
  const self = rows.find((row) => row.userId === scope.userId);
  if (!self) throw new AppError("resource.not-found", "There is no workspace under this address, or you are not a member of it.");
  const target = rows.find((row) => row.userId === userId);
  if (!target) throw new AppError("resource.not-found", "There is no such member. They may have left.");
  const mine = roleIn(self.role);
  if (target !== self) {
    if (!mayRole(mine, "member.manage")) throw new AppError("workspace.forbidden", `You are ${mine} by now and may not change members.`);
    assertWithin(mine, roleIn(target.role));
  }
  return { mine, target, rows };
}

function assertWithin(mine: Role, role: Role): void {
  if (rolesWithin(mine).includes(role)) return;
  throw new AppError("workspace.forbidden", `As ${mine} you may not make or change an ${role}. Ask an owner.`);
}

function assertNotLastOwner(rows: readonly MemberRow[], target: MemberRow): void {
  if (target.role !== "owner" || hasOwnerBeside(rows, target)) return;
  throw new AppError("input.refused", "A workspace keeps at least one owner who can come in. Make somebody else an owner first, or delete the workspace.");
}

function sameSet(one: readonly string[] | null, other: readonly string[] | null): boolean {
  return [...(one ?? ["-"])].sort().join() === [...(other ?? ["-"])].sort().join();
}

/** From what to what, of the rights that count, so that a new role that brings others says so too. */
function rightsChanged(before: EnvironmentRights, after: EnvironmentRights): AuditSubject {
  const names = ["environments", "readOnly"] as const;
  return Object.fromEntries(names.filter((name) => !sameSet(before[name], after[name])).map((name) => [name, { from: [...before[name]], to: [...after[name]] }]));
}

function note(tx: Transaction, scope: WorkspaceScope, action: AuditAction, subject: AuditSubject): Promise<void> {
  return record(tx, { workspaceId: scope.workspaceId, actorId: scope.userId, action, subject, requestId: scope.requestId });
}

function view(scope: WorkspaceScope, rows: readonly MemberRow[]): Members {
  return {
    members: rows.map((row) => {
      const role = roleIn(row.role);
      const { userId, name, email, byGroup, createdAt, disabledAt } = row;
      const { environments, readOnly } = environmentRightsOf(role, row);
      return { userId, name, email, role, environments: [...environments], readOnly: [...readOnly], joinedAt: createdAt.toISOString(), isByGroup: byGroup, isDisabled: disabledAt !== null, isYou: userId === scope.userId };
    }),
  };
}
