/**
 * What changed, who did it, when. An entry is written in the transaction of the change itself,
 * so that neither exists without the other. Nothing here is ever edited or deleted.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { AuditChoices, AuditEntry, AuditEvent, AuditPage, InstallationEvent } from "./model";
import { INSTALLATION_CHAIN } from "./chain/link";
import { appendEvent, type Transaction } from "./chain/store";
import { selectChoices, selectEvents } from "./store";

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 200;

/** Writes down a change of a workspace. `tx` is the transaction that makes the change. */
export async function record(tx: Transaction, event: AuditEvent): Promise<void> {
  await appendEvent(tx, event.workspaceId, linkOf(event));
}

/** The same for what belongs to no workspace. */
export async function recordInstallation(tx: Transaction, event: InstallationEvent): Promise<void> {
  await appendEvent(tx, INSTALLATION_CHAIN, linkOf(event));
}

function linkOf({ actorId, action, subject, requestId }: InstallationEvent) {
  return { id: randomUUID(), actorId: actorId ?? null, action, subject, requestId: requestId ?? null };
}

/**
 * The workspace's entries, newest first.
 *
 * @throws AppError `workspace.forbidden` for roles that may not read the audit trail
 */
export async function list(scope: WorkspaceScope, { before, limit, ...filters }: AuditPage = {}): Promise<AuditEntry[]> {
  assertMay(scope, "audit.read");
  return selectEvents(scope.workspaceId, filters, before, Math.min(Math.max(limit ?? DEFAULT_PAGE, 1), LARGEST_PAGE));
}

/** The actions and people that occur in this workspace's record. */
export async function choices(scope: WorkspaceScope): Promise<AuditChoices> {
  assertMay(scope, "audit.read");
  return selectChoices(scope.workspaceId);
}
