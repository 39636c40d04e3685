/**
 * The credentials of a workspace: what the console presents to get a token. A secret goes in
 * through here and comes out only for lib/tokens and the check, never towards the browser.
 * Every change is audited in its own transaction.
 */
import "server-only";
import { record } from "@/lib/audit/service";
import { AppError, type InputIssue } from "@/lib/shared/errors";
import type { Result } from "@/lib/shared/result";
import { Secret } from "@/lib/shared/secret";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { readClientId, readSecret } from "./entry";
import type { CredentialView } from "./model";
import type { CredentialChanges, NewCredential } from "./schema";
import { fingerprint, seal } from "./seal";
import { changeRow, deleteRow, findListed, inTransaction, insertRow, labelTaken, listRows, lockRow, type CredentialRow } from "./store";
import { viewOf } from "./view";

const GONE = "This credential is not there any more. Somebody may have deleted it.";

/** All credentials of the workspace, oldest first. */
export async function list(scope: WorkspaceScope): Promise<CredentialView[]> {
  assertMay(scope, "credential.read");
  return (await listRows(scope.workspaceId)).map(({ row, createdByName }) => viewOf(row, createdByName, scope.role));
}

/** One credential. @throws AppError `resource.not-found` */
export async function read(scope: WorkspaceScope, id: string): Promise<CredentialView> {
  assertMay(scope, "credential.read");
  const found = await findListed(scope.workspaceId, id);
  if (!found) throw new AppError("resource.not-found", GONE);
  return viewOf(found.row, found.createdByName, scope.role);
}

/** Stores a new credential, its secret sealed. @throws AppError `input.refused` with one issue for each field */
export async function create(scope: WorkspaceScope, wanted: NewCredential): Promise<CredentialView> {
  assertMay(scope, "credential.write");
  const clientId = readClientId(wanted.clientId, wanted.basicEncoding);
  const typedSecret = readSecret(wanted.clientSecret, wanted.edgeWhitespace);
  if (!clientId.ok || !typedSecret.ok) throw refused([...issue("/clientId", clientId), ...issue("/clientSecret", typedSecret)]);
  const id = crypto.randomUUID();
  const secret = new Secret(typedSecret.value);
  const { environment, label, basicEncoding, tokenRequestForm, distributorId } = wanted;
  await inTransaction(async (tx) => {
    const inserted = await insertRow(tx, {
      workspaceId: scope.workspaceId,
      id,
      environment,
      label,
      clientId: clientId.value,
      secretSealed: seal(secret, secretPlace(scope.workspaceId, id)),
      secretFingerprint: fingerprint(secret, scope.workspaceId),
      basicEncoding,
      tokenRequestForm,
      distributorId,
      createdBy: scope.userId,
    });
    if (!inserted) throw refused([{ path: "/label", message: labelTakenSentence(label, environment) }]);
    const subject = { credentialId: id, label, environment, basicEncoding, tokenRequestForm };
    await record(tx, { workspaceId: scope.workspaceId, actorId: scope.userId, action: "credential.created", subject, requestId: scope.requestId });
  });
  return read(scope, id);
}

/**
 * Changes what may change: everything but environment and secret. Tokens of the credential as it
 * was are not served any more.
 *
 * @throws AppError `resource.conflict` when somebody changed it since `version`, `input.refused`, `resource.not-found`
 */
export async function update(scope: WorkspaceScope, id: string, changes: CredentialChanges): Promise<CredentialView> {
  assertMay(scope, "credential.write");
  await inTransaction(async (tx) => {
    const row = await lockRow(tx, scope.workspaceId, id);
    if (!row) throw new AppError("resource.not-found", GONE);
    if (row.version !== changes.version) {
      throw new AppError("resource.conflict", "Somebody changed this credential while you had it open. Look at it again, then repeat your change.");
    }
    const next = withChanges(row, changes);
    const clientId = readClientId(next.clientId, next.basicEncoding === "rfc6749" ? "rfc6749" : "plain");
    if (!clientId.ok) throw refused(issue("/clientId", clientId));
    next.clientId = clientId.value;
    if (next.label !== row.label && (await labelTaken(tx, row, next.label))) {
      throw refused([{ path: "/label", message: labelTakenSentence(next.label, row.environment) }]);
    }
    const changed = Object.keys(next).filter((name) => !Object.is(valueOf(row, name), valueOf(next, name)));
    if (changed.length === 0) return;
    await changeRow(tx, scope.workspaceId, id, next);
    const action = changes.disabled === undefined || changed.length > 1 ? "credential.changed" : changes.disabled ? "credential.disabled" : "credential.enabled";
    const subject = { credentialId: id, label: next.label, environment: row.environment, changed };
    await record(tx, { workspaceId: scope.workspaceId, actorId: scope.userId, action, subject, requestId: scope.requestId });
  });
  return read(scope, id);
}

/** Deletes a credential with its secret, its tokens and the record of its exchanges. There is no way back. */
export async function remove(scope: WorkspaceScope, id: string): Promise<void> {
  assertMay(scope, "credential.write");
  await inTransaction(async (tx) => {
    const row = await lockRow(tx, scope.workspaceId, id);
    if (!row) throw new AppError("resource.not-found", GONE);
    await deleteRow(tx, scope.workspaceId, id);
    const subject = { credentialId: id, label: row.label, environment: row.environment };
    await record(tx, { workspaceId: scope.workspaceId, actorId: scope.userId, action: "credential.deleted", subject, requestId: scope.requestId });
  });
}

/** Where a credential's secret is sealed for. */
export function secretPlace(workspaceId: string, rowId: string, column: "secret_sealed" | "next_secret_sealed" = "secret_sealed") {
  return { workspaceId, table: "credentials", rowId, column };
}

type Changeable = Pick<CredentialRow, "label" | "clientId" | "basicEncoding" | "tokenRequestForm" | "distributorId" | "disabledAt">;

function withChanges(row: CredentialRow, changes: CredentialChanges): Changeable {
  return {
    label: changes.label ?? row.label,
    clientId: changes.clientId ?? row.clientId,
    basicEncoding: changes.basicEncoding ?? row.basicEncoding,
    tokenRequestForm: changes.tokenRequestForm ?? row.tokenRequestForm,
    distributorId: changes.distributorId === undefined ? row.distributorId : changes.distributorId,
    disabledAt: changes.disabled === undefined ? row.disabledAt : changes.disabled ? (row.disabledAt ?? new Date()) : null,
  };
}

function valueOf(from: object, name: string): unknown {
  return Reflect.get(from, name);
}

function issue(path: string, result: Result<string, string>): InputIssue[] {
  return result.ok ? [] : [{ path, message: result.error }];
}

function refused(issues: readonly InputIssue[]): AppError {
  return new AppError("input.refused", issues.map((one) => one.message).join(" "), { issues });
}

function labelTakenSentence(label: string, environment: string): string {
  return `There is a credential "${label}" for ${environment} already. Choose another label.`;
}
