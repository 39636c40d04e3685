/**
 * Production is read-only for everybody until they open it for themselves, for a while, by typing
 * the workspace's name in the address. Every write asks for a fresh sign-in besides.
 */
import "server-only";
import { record } from "@/lib/audit/service";
import { AppError } from "@/lib/shared/errors";
import { assertFresh, assertMay, assertMayUse } from "../authorize";
import { updateMember } from "../members/store";
import { PRODUCTION_OPEN_MS, type WorkspaceScope } from "../model";
import { inTransaction } from "../store";

type Opened = { openUntil: string | null };

/**
 * Opens production for this member's writes.
 *
 * @param word - what the person typed; it must be the workspace's slug
 * @throws AppError `workspace.forbidden`, `session.stale`, or `input.refused` for another word
 */
export async function openProduction(scope: WorkspaceScope, word: string, now: Date = new Date()): Promise<Opened> {
  assertMay(scope, "environment.open");
  assertMayUse(scope, "production", true);
  assertFresh(scope, now);
  if (word !== scope.workspaceSlug) {
    const message = `Type ${scope.workspaceSlug} exactly.`;
    throw new AppError("input.refused", message, { issues: [{ path: "/word", message }] });
  }
  const openUntil = new Date(now.getTime() + PRODUCTION_OPEN_MS);
  await write(scope, openUntil, "production.opened", { openUntil: openUntil.toISOString() });
  return { openUntil: openUntil.toISOString() };
}

/** Makes production read-only again for this member. */
export async function closeProduction(scope: WorkspaceScope): Promise<Opened> {
  assertMay(scope, "environment.open");
  await write(scope, null, "production.closed", {});
  return { openUntil: null };
}

async function write(scope: WorkspaceScope, productionOpenUntil: Date | null, action: "production.opened" | "production.closed", subject: Record<string, unknown>): Promise<void> {
  const { workspaceId, userId, requestId } = scope;
  await inTransaction(workspaceId, async (tx) => {
    await updateMember(tx, workspaceId, userId, { productionOpenUntil });
    await record(tx, { workspaceId, actorId: userId, action, subject, requestId });
  });
}
