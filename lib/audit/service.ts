/**
 * What changed, who did it, when. An entry is written in the transaction of the change itself,
 * so that neither exists without the other. Nothing here is ever edited or deleted.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { assertMay } from "@/lib/workspaces/authorize";
import { assertMayOperate } from "@/lib/operator/authorize";
import type { OperatorScope } from "@/lib/operator/model";
import { AppError } from "@/lib/shared/errors";
import { OUTAGE_RETRY_SECONDS } from "@/lib/shared/outage";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { AuditChoices, AuditEntry, AuditEvent, AuditPage, InstallationEvent } from "./model";
import { INSTALLATION_CHAIN } from "./chain/link";
import { appendEvent, type Transaction } from "./chain/store";
import { inTransaction, selectChoices, selectEvents } from "./store";

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 200;

/**
 * Writes down a change of a workspace. `tx` is the transaction that makes the change.
 *
 * @throws AppError `console.unavailable` when it cannot be written down, whatever the reason: then the change must not be made either
 */
export async function record(tx: Transaction, event: AuditEvent): Promise<void> {
  await append(tx, event.workspaceId, event);
}

/** Writes down, and commits, what is about to happen outside this database, where no transaction can take it back. */
export async function recordAhead(event: AuditEvent): Promise<void> {
  await inTransaction(event.workspaceId, (tx) => record(tx, event));
}

/** The same for what belongs to no workspace. */
export async function recordInstallation(tx: Transaction, event: InstallationEvent): Promise<void> {
  await append(tx, INSTALLATION_CHAIN, event);
}

async function append(tx: Transaction, chain: string, { actorId, action, subject, requestId, personalToken: token }: InstallationEvent): Promise<void> {
  const said = token ? { ...subject, personalToken: token.name, personalTokenId: token.id } : subject;
  const event = { id: randomUUID(), actorId: actorId ?? null, action, subject: said, requestId: requestId ?? null };
  await appendEvent(tx, chain, event).catch((cause: unknown) => {
    throw new AppError("console.unavailable", "This could not be written down in the record, so nothing was done. Try again in a few seconds.", {
      cause,
      retryAfterSeconds: OUTAGE_RETRY_SECONDS,
    });
  });
}

/**
 * The workspace's entries, newest first.
 *
 * @throws AppError `workspace.forbidden` for roles that may not read the audit trail
 */
export async function list(scope: WorkspaceScope, page: AuditPage = {}): Promise<AuditEntry[]> {
  assertMay(scope, "audit.read");
  return listOf(scope.workspaceId, page);
}

/** What belongs to no workspace, for the operators of the installation, newest first. */
export async function listInstallation(scope: OperatorScope, page: AuditPage = {}): Promise<AuditEntry[]> {
  assertMayOperate(scope, "record.read");
  return listOf(INSTALLATION_CHAIN, page);
}

function listOf(chain: string, { before, limit, ...filters }: AuditPage): Promise<AuditEntry[]> {
  return selectEvents(chain, filters, before, Math.min(Math.max(limit ?? DEFAULT_PAGE, 1), LARGEST_PAGE));
}

/** The actions and people that occur in this workspace's record. */
export async function choices(scope: WorkspaceScope): Promise<AuditChoices> {
  assertMay(scope, "audit.read");
  return selectChoices(scope.workspaceId);
}

/** The same of the installation's record. */
export async function installationChoices(scope: OperatorScope): Promise<AuditChoices> {
  assertMayOperate(scope, "record.read");
  return selectChoices(INSTALLATION_CHAIN);
}
