/**
 * The credentials of a workspace: what the console presents to get a token. A secret goes in
 * through here and comes out only for lib/tokens and the check, never towards the browser.
 * Every change is audited in its own transaction.
 */
import "server-only";
import { record } from "@/lib/audit/service";
import { credentialAdded } from "@/lib/partners/service";
import { AppError } from "@/lib/shared/errors";
import { Secret } from "@/lib/shared/secret";
import type { Environment } from "@/lib/upstream/model";
import { assertFresh, assertMay, assertMayUseCredential } from "@/lib/workspaces/authorize";
import { holdMembers } from "@/lib/workspaces/members/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { applyChanges, issueAt, labelRefusal, refusal } from "./changes";
import { readClientId, readSecret } from "./entry";
import type { BasicEncoding, CredentialView, TokenRequestForm } from "./model";
import { secretPlace } from "./place";
import type { CredentialChanges, NewCredential } from "./schema";
import { fingerprint, seal, unseal } from "./seal";
import { changeRow, deleteRow, findListed, findRow, inTransaction, insertRow, labelTaken, listRows, lockRow, noteOnRow, type Transaction } from "./store";
import { trail } from "./trail";
import { areSameUsers, chosenUsers, type KeptUsers } from "./users";
import { readStored, viewOf } from "./view";

const GONE = "This credential is not there any more. Somebody may have deleted it.";

/** All credentials of the workspace, oldest first. */
export async function list(scope: WorkspaceScope): Promise<CredentialView[]> {
  assertMay(scope, "credential.read");
  return (await listRows(scope.workspaceId)).map(({ row, ...names }) => viewOf(row, names, scope));
}

/** One credential. @throws AppError `resource.not-found` */
export async function read(scope: WorkspaceScope, id: string): Promise<CredentialView> {
  assertMay(scope, "credential.read");
  const found = await findListed(scope.workspaceId, id);
  if (!found) throw new AppError("resource.not-found", GONE);
  return viewOf(found.row, found, scope);
}

/** One credential for a call with it. @throws AppError `resource.not-found`, `workspace.forbidden` when this member may not use it */
export async function readUsable(scope: WorkspaceScope, id: string): Promise<CredentialView> {
  const credential = await read(scope, id);
  if (credential.refusal !== null) throw new AppError("workspace.forbidden", credential.refusal);
  return credential;
}

/** Stores a new credential, its secret sealed. @throws AppError `input.refused` with one issue for each field */
export async function create(scope: WorkspaceScope, wanted: NewCredential): Promise<CredentialView> {
  assertMay(scope, "credential.write");
  assertFresh(scope);
  const clientId = readClientId(wanted.clientId, wanted.basicEncoding);
  const typedSecret = readSecret(wanted.clientSecret, wanted.edgeWhitespace);
  if (!clientId.ok || !typedSecret.ok) throw refusal([...issueAt("/clientId", clientId), ...issueAt("/clientSecret", typedSecret)]);
  const { environment, label, basicEncoding, tokenRequestForm, distributorId } = wanted;
  const secret = new Secret(typedSecret.value);
  const credential = { workspaceId: scope.workspaceId, id: crypto.randomUUID(), environment, label };
  await inTransaction(scope.workspaceId, async (tx) => {
    const inserted = await insertRow(tx, {
      ...credential,
      clientId: clientId.value,
      secretSealed: seal(secret, secretPlace(credential, "secret_sealed")),
      secretFingerprint: fingerprint(secret, scope.workspaceId),
      basicEncoding,
      tokenRequestForm,
      distributorId,
      createdBy: scope.userId,
    });
    if (!inserted) throw labelRefusal(label, environment);
    await credentialAdded(tx, scope.workspaceId, environment);
    await record(tx, trail(scope, "created", credential, { basicEncoding, tokenRequestForm }));
  });
  return read(scope, credential.id);
}

/**
 * Changes what may change: everything but environment and secret. Tokens of the credential as it
 * was are not served any more.
 *
 * @throws AppError `resource.conflict` when somebody changed it since `version`, `input.refused`, `resource.not-found`
 */
export async function update(scope: WorkspaceScope, id: string, changes: CredentialChanges): Promise<CredentialView> {
  assertMay(scope, "credential.write");
  assertFresh(scope);
  await inTransaction(scope.workspaceId, async (tx) => {
    const row = await lockRow(tx, scope.workspaceId, id);
    if (!row) throw new AppError("resource.not-found", GONE);
    if (row.version !== changes.version) {
      throw new AppError(
        "resource.conflict",
        "Somebody changed this credential while you had it open. Look at it again, then repeat your change.",
      );
    }
    await assertMembers(tx, scope, changes.usableBy?.members ?? []);
    const { next, changed } = applyChanges(row, changes, new Date());
    if (changed.length === 0) return;
    if (changed.includes("label") && (await labelTaken(tx, row, next.label))) throw labelRefusal(next.label, row.environment);
    await changeRow(tx, scope.workspaceId, id, next);
    const switched = changed.length === 1 && changed[0] === "disabledAt" ? (next.disabledAt ? "disabled" : "enabled") : "changed";
    await record(tx, trail(scope, switched, { ...row, label: next.label }, { changed, ...usersChanged(row, next) }));
  });
  return read(scope, id);
}

/** They stay members until the transaction ends: whoever leaves takes their name off the credentials. */
async function assertMembers(tx: Transaction, scope: WorkspaceScope, userIds: readonly string[]): Promise<void> {
  const there = await holdMembers(tx, scope.workspaceId, userIds);
  if (userIds.some((id) => !there.has(id))) throw refusal([{ path: "/usableBy", message: "Somebody whom you chose is not a member here. Look at the list again, then choose." }]);
}

function usersChanged(before: KeptUsers, after: KeptUsers): Record<string, unknown> {
  return areSameUsers(before, after) ? {} : { usableBy: { from: chosenUsers(before) ?? "everybody", to: chosenUsers(after) ?? "everybody" } };
}

/** Deletes a credential with its secret, its tokens and the record of its exchanges. There is no way back. */
export async function remove(scope: WorkspaceScope, id: string): Promise<void> {
  assertMay(scope, "credential.write");
  assertFresh(scope);
  await inTransaction(scope.workspaceId, async (tx) => {
    const row = await lockRow(tx, scope.workspaceId, id);
    if (!row) throw new AppError("resource.not-found", GONE);
    await deleteRow(tx, scope.workspaceId, id);
    await record(tx, trail(scope, "deleted", row));
  });
}

/** A credential opened for presenting it upstream. It never leaves the server. */
export interface UsableCredential {
  id: string;
  environment: Environment;
  label: string;
  clientId: string;
  secret: Secret;
  /** During a rotation: the new secret. Try it first; when it is refused, `secret` still serves. */
  next: Secret | undefined;
  basicEncoding: BasicEncoding;
  tokenRequestForm: TokenRequestForm;
  distributorId: string | null;
  /** A token belongs to this version; hand it to `reportSecretWorked`. */
  version: number;
}

/**
 * Opens a credential, for lib/tokens and the check only.
 *
 * @throws AppError `resource.not-found`, `input.refused` when it is switched off, `workspace.forbidden` when
 *   this member may not use it
 * @throws SealError when the stored secret does not open
 */
export async function useCredential(scope: WorkspaceScope, id: string): Promise<UsableCredential> {
  assertMay(scope, "token.mint");
  const row = await findRow(scope.workspaceId, id);
  if (!row) throw new AppError("resource.not-found", GONE);
  if (row.disabledAt)
    throw new AppError(
      "input.refused",
      `The credential "${row.label}" is switched off. Switch it on under Credentials, or choose another one.`,
    );
  assertMayUseCredential(scope, row);
  return {
    ...readStored(row),
    id,
    label: row.label,
    clientId: row.clientId,
    secret: unseal(row.secretSealed, secretPlace(row, "secret_sealed")),
    next: row.nextSecretSealed ? unseal(row.nextSecretSealed, secretPlace(row, "next_secret_sealed")) : undefined,
    distributorId: row.distributorId,
    version: row.version,
  };
}

/**
 * To be called after every exchange that was granted. Notes the use; and when it was the `next`
 * secret of a rotation that worked, that one takes over and the old one is erased.
 *
 * @returns the version to keep the new token under: a rotation that ends here counts it up, so
 *   that tokens of the old secret are not served any more
 */
export async function reportSecretWorked(
  scope: WorkspaceScope,
  used: { credentialId: string; version: number; which: "current" | "next" },
): Promise<number> {
  assertMay(scope, "token.mint");
  return inTransaction(scope.workspaceId, async (tx) => {
    const row = await lockRow(tx, scope.workspaceId, used.credentialId);
    // Changed meanwhile: the token keeps the version that it was made with, and is therefore never served.
    if (!row || row.version !== used.version) return used.version;
    await noteOnRow(tx, scope.workspaceId, row.id, { lastUsedAt: new Date() });
    if (used.which === "current" || !row.nextSecretSealed || !row.nextSecretFingerprint) return used.version;
    // The blob is bound to its column, so it is opened and sealed anew rather than moved.
    const secret = unseal(row.nextSecretSealed, secretPlace(row, "next_secret_sealed"));
    const version = await changeRow(tx, scope.workspaceId, row.id, {
      secretSealed: seal(secret, secretPlace(row, "secret_sealed")),
      secretFingerprint: row.nextSecretFingerprint,
      nextSecretSealed: null,
      nextSecretFingerprint: null,
    });
    await record(tx, trail(scope, "rotation-finished", row, { from: row.secretFingerprint, to: row.nextSecretFingerprint }));
    return version;
  });
}
