/**
 * Workspaces, their settings and who belongs to them. A workspace owns every credential, token
 * and run. This room never decides who is signed in: that is lib/auth.
 */
import "server-only";
import { randomBytes } from "node:crypto";
import { record } from "@/lib/audit/service";
import { memberJoined, workspaceMade } from "@/lib/partners/service";
import { AppError } from "@/lib/shared/errors";
import { assertMay } from "./authorize";
import { environmentRightsOf, type EnvironmentRights, type Role, type WorkspaceScope } from "./model";
import { roleIn } from "./role-in";
import type { WorkspaceChange, WorkspaceView } from "./schema";
import { numbered, slugFrom } from "./slug";
import {
  enterNewWorkspace, inTransaction, insertMember, insertWorkspace, lockWorkspace, selectMembership, selectMemberships, selectWorkspace, updateWorkspace,
  type MembershipRow, type Transaction, type WorkspaceRow,
} from "./store";

const NUMBERED_TRIES = 10;
const RANDOM_BYTES = 5;

/** A workspace as its member sees it in a list. */
export interface Membership extends EnvironmentRights {
  workspaceId: string;
  slug: string;
  name: string;
  role: Role;
  productionOpenUntil: Date | undefined;
}

/** Who asks for a workspace: its owner from now on, or an operator who makes it for somebody who is yet to come. */
interface WantedWorkspace {
  name: string;
  maker: { ownerId: string } | { operatorId: string; for: { email: string; note: string } };
  requestId?: string | undefined;
}

/**
 * Makes a workspace with its owner, and writes that down. The slug follows from the name.
 *
 * @param tx - so that the workspace exists only together with what else the caller makes
 */
export async function createWorkspace(tx: Transaction, { name, maker, requestId }: WantedWorkspace): Promise<{ workspaceId: string; slug: string }> {
  const row = await insertWithFreeSlug(tx, name);
  const isOwn = "ownerId" in maker;
  await workspaceMade(tx, row.id, isOwn ? undefined : maker.for);
  if (isOwn) await insertMember(tx, { workspaceId: row.id, userId: maker.ownerId, role: "owner" });
  if (isOwn) await memberJoined(tx, row.id);
  await record(tx, {
    workspaceId: row.id,
    actorId: isOwn ? maker.ownerId : maker.operatorId,
    action: "workspace.created",
    subject: { name: row.name, slug: row.slug, ...(isOwn ? {} : { by: "an operator", for: maker.for.email }) },
    requestId,
  });
  return { workspaceId: row.id, slug: row.slug };
}

async function insertWithFreeSlug(tx: Transaction, name: string): Promise<WorkspaceRow> {
  const slug = slugFrom(name);
  const { id } = await enterNewWorkspace(tx);
  for (let number = 1; number <= NUMBERED_TRIES; number += 1) {
    const row = await insertWorkspace(tx, { id, name, slug: number === 1 ? slug : numbered(slug, number) });
    if (row) return row;
  }
  // A common name on a console for everybody: counting on would take longer with each of them.
  const row = await insertWorkspace(tx, { id, name, slug: numbered(slug, randomBytes(RANDOM_BYTES).toString("hex")) });
  if (!row) throw new AppError("resource.conflict", "This name could not be given an address. Try again.");
  return row;
}

/** Adds a person to a workspace. The caller has decided that they may. */
export async function addMember(
  tx: Transaction,
  added: { workspaceId: string; userId: string; role: Role; actorId: string; requestId?: string | undefined },
): Promise<void> {
  const { workspaceId, userId, role, actorId, requestId } = added;
  await insertMember(tx, { workspaceId, userId, role });
  await memberJoined(tx, workspaceId);
  await record(tx, { workspaceId, actorId, action: "member.added", subject: { userId, role }, requestId });
}

/** The workspaces this person belongs to, the first joined first. */
export async function listMine(userId: string, tx?: Transaction): Promise<Membership[]> {
  return (await selectMemberships(userId, tx)).map(toMembership);
}

/** For the gate: this person's place in this workspace, or undefined, whether it exists or not. */
export async function membershipOf(userId: string, slug: string): Promise<Membership | undefined> {
  // PostgreSQL has no text with a NUL in it, so no workspace is called that.
  const row = slug.includes("\0") ? undefined : await selectMembership(userId, slug);
  return row && toMembership(row);
}

function toMembership(row: MembershipRow): Membership {
  const role = roleIn(row.role);
  const { workspaceId, slug, name, productionOpenUntil } = row;
  return { workspaceId, slug, name, role, ...environmentRightsOf(role, row), productionOpenUntil: productionOpenUntil ?? undefined };
}

/** The workspace and its settings. */
export async function readWorkspace(scope: WorkspaceScope): Promise<WorkspaceView> {
  assertMay(scope, "workspace.read");
  const row = await selectWorkspace(scope.workspaceId);
  if (!row) throw new AppError("resource.not-found", "This workspace no longer exists.");
  return toView(row, scope);
}

/** Renames the workspace or changes how long runs are kept. The slug stays, so that links keep working. */
export async function changeWorkspace(scope: WorkspaceScope, change: WorkspaceChange): Promise<WorkspaceView> {
  assertMay(scope, "workspace.settings");
  return inTransaction(scope.workspaceId, async (tx) => {
    const before = await lockWorkspace(tx, scope.workspaceId);
    if (!before) throw new AppError("resource.not-found", "This workspace no longer exists.");
    const name = change.name ?? before.name;
    const retentionDays = change.retentionDays ?? before.retentionDays;
    if (name === before.name && retentionDays === before.retentionDays) return toView(before, scope);
    await updateWorkspace(tx, scope.workspaceId, { name, retentionDays });
    await record(tx, {
      workspaceId: scope.workspaceId,
      actorId: scope.userId,
      action: "workspace.changed",
      subject: {
        ...(name === before.name ? {} : { name: { from: before.name, to: name } }),
        ...(retentionDays === before.retentionDays ? {} : { retentionDays: { from: before.retentionDays, to: retentionDays } }),
      },
      requestId: scope.requestId,
    });
    return toView({ ...before, name, retentionDays }, scope);
  });
}

function toView(row: WorkspaceRow, scope: WorkspaceScope): WorkspaceView {
  return { slug: row.slug, name: row.name, retentionDays: row.retentionDays, createdAt: row.createdAt.toISOString(), role: scope.role };
}
