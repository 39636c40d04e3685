/** How a workspace that somebody asks for begins, and how one ends. */
import "server-only";
import { endOfChain } from "@/lib/audit/chain/service";
import { recordInstallation } from "@/lib/audit/service";
import { addSimulatorCredential } from "@/lib/credentials/simulator/service";
import { log } from "@/lib/http/log";
import { AppError } from "@/lib/shared/errors";
import { assertFresh, assertMay } from "../authorize";
import type { WorkspaceScope } from "../model";
import { createWorkspace, listMine } from "../service";
import { deleteWorkspace, inTransaction, inTransactionOverAll, lockPerson, lockWorkspace, type Transaction } from "../store";

/** Enough for every client of an agency; keeps one person from filling the database. */
export const MOST_OWNED = 20;

/**
 * Makes a workspace with the simulator ready to use; whoever asks becomes its owner.
 *
 * @throws AppError `input.refused` when they own as many as one person may
 */
export async function startWorkspace(person: { userId: string }, name: string, requestId: string): Promise<{ workspace: string }> {
  const made = await inTransactionOverAll(async (tx) => {
    // One after the other, so that twenty requests at once are counted too.
    await lockPerson(tx, person.userId);
    const owned = (await listMine(person.userId, tx)).filter(({ role }) => role === "owner");
    if (owned.length >= MOST_OWNED) throw new AppError("input.refused", `You own ${MOST_OWNED} workspaces, which is the most. Delete one or hand it over first.`);
    return createWorkspace(tx, { name, maker: { ownerId: person.userId }, requestId });
  });
  try {
    await addSimulatorCredential({ workspaceId: made.workspaceId, userId: person.userId, requestId });
  } catch (error) {
    // The workspace is there for good by now; its credentials page offers to add this again.
    log().error({ err: error, requestId }, "The simulator's credential could not be added to a new workspace");
  }
  return { workspace: made.slug };
}

/**
 * Deletes the workspace with everything in it, for good. That it was there, who deleted it, and how
 * its own record ended stays in the record of the installation.
 *
 * @param word - what the person typed; it must be the workspace's slug
 * @throws AppError `workspace.forbidden`, `session.stale`, or `input.refused` for another word
 */
export async function endWorkspace(scope: WorkspaceScope, word: string): Promise<{ deleted: string }> {
  assertMay(scope, "workspace.own");
  assertFresh(scope);
  const { workspaceId, workspaceSlug: slug, userId, requestId } = scope;
  assertWord(word, slug);
  await inTransaction(workspaceId, (tx) => dropWorkspace(tx, { workspaceId, actorId: userId, requestId }));
  return { deleted: slug };
}

/** @throws AppError `input.refused` unless the person typed the workspace's slug */
export function assertWord(word: string, slug: string): void {
  if (word === slug) return;
  const message = `Type ${slug} exactly.`;
  throw new AppError("input.refused", message, { issues: [{ path: "/word", message }] });
}

/** Deletes a workspace inside somebody's transaction. The caller has decided that they may. */
export async function dropWorkspace(tx: Transaction, dropped: { workspaceId: string; actorId: string; requestId: string }): Promise<void> {
  const { workspaceId, actorId, requestId } = dropped;
  const row = await lockWorkspace(tx, workspaceId);
  if (!row) throw new AppError("resource.not-found", "This workspace no longer exists.");
  // Whoever adds an event holds the workspace's row, so nothing comes after this end.
  const record = await endOfChain(tx, workspaceId);
  await deleteWorkspace(tx, workspaceId);
  await recordInstallation(tx, { actorId, action: "workspace.deleted", subject: { workspaceId, slug: row.slug, name: row.name, record }, requestId });
}
