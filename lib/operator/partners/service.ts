/**
 * Partners are invited in one step: the workspace, its simulator and the link for its first owner. The operator
 * who invites does not become a member, and sees nothing of the workspace but the board's figures.
 */
import "server-only";
import { recordInstallation } from "@/lib/audit/service";
import { addSimulatorCredential } from "@/lib/credentials/simulator/service";
import { log } from "@/lib/http/log";
import type { MailOutcome } from "@/lib/mail/schema";
import { mailInvitation } from "@/lib/mail/service";
import { AppError } from "@/lib/shared/errors";
import { inviteFirstOwner, withdrawFirstOwner } from "@/lib/workspaces/invitations/service";
import { assertWord, dropWorkspace } from "@/lib/workspaces/life/service";
import { createWorkspace } from "@/lib/workspaces/service";
import { assertMayOperate } from "../authorize";
import type { OperatorScope } from "../model";
import type { PartnerInput, PartnerInvited } from "./schema";
import { findByName, findPartner, findWaiting, hasMembers, inTransaction, lockPartners, type Transaction } from "./store";

/**
 * Makes a partner's workspace with the simulator ready to use, and a link for its first owner.
 *
 * @throws AppError `input.refused` with the field, when the name is taken or the address is waiting already
 */
export async function invitePartner(scope: OperatorScope, { name, email, note }: PartnerInput, now: Date = new Date()): Promise<PartnerInvited> {
  assertMayOperate(scope, "partner.invite", now);
  const { userId: operatorId, requestId } = scope;
  const invited = await inTransaction(async (tx) => {
    await lockPartners(tx);
    const same = await findByName(tx, name);
    if (same) throw refused("/name", `There is a workspace called ${same.name} already, at /${same.slug}. Find it on the board, or choose another name.`);
    const waiting = await findWaiting(tx, email);
    if (waiting) throw refused("/email", `This address is invited to ${waiting.name} already and has not come yet. Make a new link for it on the board.`);
    const { workspaceId, slug } = await createWorkspace(tx, { name, maker: { operatorId, for: { email, note } }, requestId });
    const { link, expiresAt } = await inviteFirstOwner(tx, { workspaceId, email, operatorId, requestId }, now);
    await recordInstallation(tx, { actorId: operatorId, action: "partner.invited", subject: { workspaceId, slug, name, email }, requestId });
    return { partner: workspaceId, name, slug, email, link, expiresAt: expiresAt.toISOString() };
  });
  try {
    await addSimulatorCredential({ workspaceId: invited.partner, requestId });
  } catch (error) {
    // The partner is there for good by now; its credentials page offers to add this again.
    log().error({ err: error, requestId }, "The simulator's credential could not be added to a partner's workspace");
  }
  return { ...invited, mail: await mailTo(invited) };
}

/** A new link for a partner who has not come yet. @throws AppError `resource.not-found`, `input.refused` when somebody has joined */
export async function renewPartner(scope: OperatorScope, workspaceId: string, now: Date = new Date()): Promise<PartnerInvited> {
  assertMayOperate(scope, "partner.invite", now);
  const { userId: operatorId, requestId } = scope;
  const renewed = await inTransaction(async (tx) => {
    const { name, slug, email } = await holdWaiting(tx, workspaceId);
    const { link, expiresAt } = await inviteFirstOwner(tx, { workspaceId, email, operatorId, requestId }, now);
    await recordInstallation(tx, { actorId: operatorId, action: "partner.invited-again", subject: { workspaceId, slug, email }, requestId });
    return { partner: workspaceId, name, slug, email, link, expiresAt: expiresAt.toISOString() };
  });
  return { ...renewed, mail: await mailTo(renewed) };
}

/** After the commit: what a slow mail server holds up is the answer, not the database. */
function mailTo({ email, name, link, expiresAt }: Omit<PartnerInvited, "mail">): Promise<MailOutcome> {
  return mailInvitation({ to: email, workspaceName: name, link, expiresAt: new Date(expiresAt) });
}

/** Takes the link back; the workspace stays. */
export async function withdrawPartner(scope: OperatorScope, workspaceId: string): Promise<{ withdrawn: boolean }> {
  assertMayOperate(scope, "partner.invite");
  const { userId: operatorId, requestId } = scope;
  return inTransaction(async (tx) => {
    const { slug, email } = await holdWaiting(tx, workspaceId);
    const withdrawn = await withdrawFirstOwner(tx, { workspaceId, operatorId, requestId });
    if (withdrawn) await recordInstallation(tx, { actorId: operatorId, action: "partner.invitation-withdrawn", subject: { workspaceId, slug, email }, requestId });
    return { withdrawn };
  });
}

/**
 * Deletes a partner's workspace that nobody has joined. One that somebody uses is its owner's to delete.
 *
 * @param word - what the person typed; it must be the workspace's slug
 * @throws AppError `session.stale`, `input.refused` for another word or when somebody has joined
 */
export async function deletePartner(scope: OperatorScope, workspaceId: string, word: string, now: Date = new Date()): Promise<{ deleted: string }> {
  assertMayOperate(scope, "partner.delete", now);
  return inTransaction(async (tx) => {
    const { slug } = await holdWaiting(tx, workspaceId);
    assertWord(word, slug);
    await dropWorkspace(tx, { workspaceId, actorId: scope.userId, requestId: scope.requestId });
    return { deleted: slug };
  });
}

/** A partner whom an operator invited and who has not come, nobody else's to change until the transaction ends. */
async function holdWaiting(tx: Transaction, workspaceId: string): Promise<{ name: string; slug: string; email: string }> {
  await lockPartners(tx);
  const row = await findPartner(tx, workspaceId);
  if (!row) throw new AppError("resource.not-found", "There is no such partner any more.");
  const { name, slug, email } = row;
  if (email === null) throw new AppError("input.refused", `${name} was made by its own people. Only its owner can invite to it or delete it.`);
  if (row.joinedAt !== null || (await hasMembers(tx, workspaceId))) throw new AppError("input.refused", `Somebody of ${name} has joined. Its owner invites further people, and only they can delete it.`);
  return { name, slug, email };
}

function refused(path: string, message: string): AppError {
  return new AppError("input.refused", message, { issues: [{ path, message }] });
}
