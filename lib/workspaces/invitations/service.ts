/**
 * Invitations: a link for one person, one workspace, one role, once. Only a hash of its secret is
 * kept, so the link is shown when it is made and never again. Where the settings name a mail server the
 * console sends it too, after the commit; otherwise whoever invites passes the link on.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { record } from "@/lib/audit/service";
import type { AuditAction } from "@/lib/audit/model";
import { settings } from "@/lib/env";
import type { InvitationMail } from "@/lib/mail/message";
import type { MailOutcome } from "@/lib/mail/schema";
import { mailInvitation } from "@/lib/mail/service";
import { AppError } from "@/lib/shared/errors";
import { makeRowKey, opensRow, readRowKey } from "@/lib/shared/row-key";
import { DAY_MS } from "@/lib/shared/time";
import { assertFresh, assertMay } from "../authorize";
import { selectMembers } from "../members/store";
import { mayRole, rolesWithin, type Role, type WorkspaceScope } from "../model";
import { roleIn } from "../role-in";
import { addMember } from "../service";
import { inTransaction, lockWorkspace, type Transaction } from "../store";
import type { InvitationInput, InvitationView } from "./schema";
import {
  deleteOver, insertInvitation, markRevoked, markUsed, replaceToken, revokeOfOperators, selectOffer, selectOpenInvitations, type InvitationRow, type OfferRow,
} from "./store";

const RENEWED_DAYS = 7;
/** Another company takes longer to open its mail. */
const FIRST_OWNER_DAYS = 30;
/** Keeps one workspace from filling the table. */
const MOST_OPEN = 200;

/** Those that are over are kept this long, so that an expired one can still be renewed; the audit trail keeps what happened. */
export const KEEP_INVITATIONS_MS = 90 * DAY_MS;

type Invitations = { invitations: InvitationView[] };
type Invited = Invitations & { link: string; mail: MailOutcome };

/** Those that are waiting to be used, with the expired ones, which can be renewed. */
export async function listInvitations(scope: WorkspaceScope, now: Date = new Date()): Promise<Invitations> {
  assertMay(scope, "member.manage");
  return view(await selectOpenInvitations(scope.workspaceId), now);
}

/**
 * Invites an address, in place of an earlier invitation of the same address.
 *
 * @throws AppError `workspace.forbidden` for a role above one's own, `input.refused` with the field
 */
export async function invite(scope: WorkspaceScope, input: InvitationInput, now: Date = new Date()): Promise<Invited> {
  assertMay(scope, "member.manage");
  assertWithin(scope.role, input.role);
  assertFreshFor(scope, input.role);
  const { workspaceId } = scope;
  const made = await inTransaction(workspaceId, async (tx) => {
    const workspace = await lockWorkspace(tx, workspaceId);
    const members = await selectMembers(workspaceId, tx);
    if (members.some(({ email }) => email === input.email)) throw refused("This person is a member already.");
    const open = await selectOpenInvitations(workspaceId, tx);
    if (open.length >= MOST_OPEN) throw refused(`There are ${MOST_OPEN} open invitations. Withdraw some first.`);
    for (const earlier of open.filter(({ email }) => email === input.email)) await markRevoked(tx, workspaceId, earlier.id);
    const id = randomUUID();
    const { text, hash } = makeRowKey(workspaceId, id);
    const expiresAt = new Date(now.getTime() + input.days * DAY_MS);
    await insertInvitation(tx, { workspaceId, id, email: input.email, role: input.role, tokenHash: hash, invitedBy: scope.userId, expiresAt });
    await note(tx, scope, "invitation.created", { id, email: input.email, role: input.role }, { expiresAt: expiresAt.toISOString() });
    return { ...(await shown(tx, workspaceId, id, now)), link: linkWith(text), to: input.email, expiresAt, workspaceName: workspace?.name ?? "" };
  });
  return mailed(made);
}

/** After the commit: an invitation whose mail cannot be sent is there all the same. */
async function mailed({ to, expiresAt, workspaceName, invitedBy, ...made }: Omit<Invited, "mail"> & InvitationMail): Promise<Invited> {
  return { ...made, mail: await mailInvitation({ to, workspaceName, invitedBy, link: made.link, expiresAt }) };
}

/** The list as the page shows it, and who invites with this one. */
async function shown(tx: Transaction, workspaceId: string, id: string, now: Date): Promise<Invitations & { invitedBy: string | undefined }> {
  const rows = await selectOpenInvitations(workspaceId, tx);
  return { ...view(rows, now), invitedBy: rows.find((row) => row.id === id)?.inviterName ?? undefined };
}

/** A new link for an invitation; the one before it is worth nothing from now on. */
export async function renewInvitation(scope: WorkspaceScope, id: string, now: Date = new Date()): Promise<Invited> {
  assertMay(scope, "member.manage");
  const { workspaceId } = scope;
  const made = await inTransaction(workspaceId, async (tx) => {
    const row = await findOpen(tx, scope, id);
    assertFreshFor(scope, roleIn(row.role));
    const { text, hash } = makeRowKey(workspaceId, id);
    const expiresAt = new Date(now.getTime() + RENEWED_DAYS * DAY_MS);
    await replaceToken(tx, { workspaceId, id }, { tokenHash: hash, expiresAt, invitedBy: scope.userId });
    await note(tx, scope, "invitation.renewed", row, { expiresAt: expiresAt.toISOString() });
    const workspace = await lockWorkspace(tx, workspaceId);
    return { ...(await shown(tx, workspaceId, id, now)), link: linkWith(text), to: row.email, expiresAt, workspaceName: workspace?.name ?? "" };
  });
  return mailed(made);
}

/** An operator of the installation, and the workspace that they made for somebody. */
interface OperatorsInvitation {
  workspaceId: string;
  operatorId: string;
  requestId: string;
}

/**
 * A link for the first owner of a workspace that an operator made; links before it are worth nothing. It counts
 * while its maker is an operator. The caller has decided that they may.
 */
export async function inviteFirstOwner(tx: Transaction, invited: OperatorsInvitation & { email: string }, now: Date = new Date()): Promise<{ link: string; expiresAt: Date }> {
  const { workspaceId, operatorId, email, requestId } = invited;
  await lockWorkspace(tx, workspaceId);
  await revokeOfOperators(tx, workspaceId);
  const id = randomUUID();
  const { text, hash } = makeRowKey(workspaceId, id);
  const expiresAt = new Date(now.getTime() + FIRST_OWNER_DAYS * DAY_MS);
  await insertInvitation(tx, { workspaceId, id, email, role: "owner", tokenHash: hash, invitedBy: operatorId, byOperator: true, expiresAt });
  const subject = { id, email, role: "owner", by: "an operator", expiresAt: expiresAt.toISOString() };
  await record(tx, { workspaceId, actorId: operatorId, action: "invitation.created", subject, requestId });
  return { link: linkWith(text), expiresAt };
}

/** Takes back what operators have open in this workspace. @returns false when there was nothing */
export async function withdrawFirstOwner(tx: Transaction, { workspaceId, operatorId, requestId }: OperatorsInvitation): Promise<boolean> {
  await lockWorkspace(tx, workspaceId);
  const emails = await revokeOfOperators(tx, workspaceId);
  for (const email of emails) await record(tx, { workspaceId, actorId: operatorId, action: "invitation.withdrawn", subject: { email, role: "owner", by: "an operator" }, requestId });
  return emails.length > 0;
}

/** Takes an invitation back. */
export async function withdrawInvitation(scope: WorkspaceScope, id: string, now: Date = new Date()): Promise<Invitations> {
  assertMay(scope, "member.manage");
  return inTransaction(scope.workspaceId, async (tx) => {
    const row = await findOpen(tx, scope, id);
    await markRevoked(tx, scope.workspaceId, id);
    await note(tx, scope, "invitation.withdrawn", row);
    return view(await selectOpenInvitations(scope.workspaceId, tx), now);
  });
}

/** What an invitation offers, to the holder of its link. */
export interface Offer {
  workspaceId: string;
  workspaceName: string;
  slug: string;
  invitationId: string;
  email: string;
  role: Role;
  invitedBy: string;
  expiresAt: Date;
}

/**
 * What this link offers now. A link that is wrong, expired, used, withdrawn or replaced, and one
 * whose maker may not give that role any more, get the same answer.
 *
 * @param tx - holds the invitation and its workspace until the transaction ends
 * @throws AppError `resource.not-found`
 */
export async function readOffer(token: string, now: Date = new Date(), tx?: Transaction): Promise<Offer> {
  const key = readRowKey(token);
  const row = key && (await selectOffer(key.workspaceId, key.id, tx));
  if (!key || !row || !opensRow(key, row.tokenHash) || row.expiresAt <= now || !stillBacked(row)) {
    throw new AppError("resource.not-found", "This invitation does not count any more. Ask for a new link.", { isDenial: true });
  }
  return {
    workspaceId: row.workspaceId,
    workspaceName: row.workspaceName,
    slug: row.slug,
    invitationId: row.id,
    email: row.email,
    role: roleIn(row.role),
    invitedBy: row.inviterName ?? "",
    expiresAt: row.expiresAt,
  };
}

/** Makes this person a member and the link worthless. The caller holds the offer and has checked whose it is. */
export async function takeOffer(tx: Transaction, offer: Offer, taker: { userId: string; requestId: string }): Promise<void> {
  const { workspaceId, invitationId, role } = offer;
  if ((await selectMembers(workspaceId, tx)).some(({ userId }) => userId === taker.userId)) {
    throw new AppError("resource.conflict", "You are a member of this workspace already.");
  }
  await markUsed(tx, workspaceId, invitationId);
  await addMember(tx, { workspaceId, userId: taker.userId, role, actorId: taker.userId, requestId: taker.requestId });
  await record(tx, { workspaceId, actorId: taker.userId, action: "invitation.accepted", subject: { id: invitationId, email: offer.email, role }, requestId: taker.requestId });
}

function stillBacked({ inviterRole, role, byOperator, inviterOperatorSince, inviterDisabledAt }: OfferRow): boolean {
  if (inviterDisabledAt !== null) return false;
  if (byOperator) return inviterOperatorSince !== null;
  if (inviterRole === null) return false;
  const inviter = roleIn(inviterRole);
  return mayRole(inviter, "member.manage") && rolesWithin(inviter).includes(roleIn(role));
}

async function findOpen(tx: Transaction, scope: WorkspaceScope, id: string): Promise<InvitationRow> {
  await lockWorkspace(tx, scope.workspaceId);
  const row = (await selectOpenInvitations(scope.workspaceId, tx)).find((open) => open.id === id);
  if (!row) throw new AppError("resource.not-found", "There is no such invitation any more. It may have been used.");
  assertWithin(scope.role, roleIn(row.role));
  return row;
}

function assertWithin(mine: Role, role: Role): void {
  if (!rolesWithin(mine).includes(role)) throw new AppError("workspace.forbidden", `As ${mine} you may not invite an ${role}. Ask an owner.`);
}

/** Who comes as one of those who manage the workspace gets as much as by a change of role. */
function assertFreshFor(scope: WorkspaceScope, role: Role): void {
  if (mayRole(role, "member.manage")) assertFresh(scope);
}

/** The secret stands in the fragment, which browsers send to no server and put into no Referer. */
function linkWith(token: string): string {
  const link = new URL("/invitations", settings().publicUrl);
  link.hash = `token=${token}`;
  return link.href;
}

function note(tx: Transaction, scope: WorkspaceScope, action: AuditAction, of: { id: string; email: string; role: string }, more = {}): Promise<void> {
  const subject = { id: of.id, email: of.email, role: of.role, ...more };
  return record(tx, { workspaceId: scope.workspaceId, actorId: scope.userId, action, subject, requestId: scope.requestId });
}

function refused(message: string): AppError {
  return new AppError("input.refused", message, { issues: [{ path: "/email", message }] });
}

function view(rows: readonly InvitationRow[], now: Date): Invitations {
  return {
    invitations: rows.map(({ id, email, role, inviterName, createdAt, expiresAt }) => ({
      id,
      email,
      role: roleIn(role),
      invitedBy: inviterName ?? "Somebody who has left",
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      isExpired: expiresAt <= now,
    })),
  };
}

/** Deletes a workspace's invitations that have been over for long. */
export async function forgetOldInvitations(workspaceId: string, now: Date = new Date()): Promise<void> {
  await deleteOver(workspaceId, new Date(now.getTime() - KEEP_INVITATIONS_MS));
}
