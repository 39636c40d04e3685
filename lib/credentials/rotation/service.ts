/**
 * Rotating a secret without a gap: the new one waits beside the old one until an exchange with it
 * has been granted (service.ts, `reportSecretWorked`); until then the old one still serves.
 */
import "server-only";
import { record } from "@/lib/audit/service";
import { AppError } from "@/lib/shared/errors";
import { Secret } from "@/lib/shared/secret";
import { assertFresh, assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { issueAt, refusal } from "../changes";
import { readSecret } from "../entry";
import type { CredentialView } from "../model";
import { secretPlace } from "../place";
import type { NewSecret } from "../schema";
import { fingerprint, seal, unseal } from "../seal";
import { read } from "../service";
import { changeRow, inTransaction, lockRow } from "../store";
import { trail } from "../trail";

/**
 * Stores a new secret beside the old one. A rotation that is already under way gets this secret
 * instead of its earlier new one.
 *
 * @throws AppError `input.refused` when the secret cannot be one, or is the one already in use
 */
export async function startRotation(scope: WorkspaceScope, id: string, wanted: NewSecret): Promise<CredentialView> {
  assertMay(scope, "credential.write");
  assertFresh(scope);
  const typed = readSecret(wanted.clientSecret, wanted.edgeWhitespace);
  if (!typed.ok) throw refusal(issueAt("/clientSecret", typed));
  await inTransaction(scope.workspaceId, async (tx) => {
    const row = await lockRow(tx, scope.workspaceId, id);
    if (!row) throw new AppError("resource.not-found", "This credential is not there any more. Somebody may have deleted it.");
    if (unseal(row.secretSealed, secretPlace(row, "secret_sealed")).reveal() === typed.value) {
      throw refusal([{ path: "/clientSecret", message: "This is the secret that is in use already. Paste the new one." }]);
    }
    const secret = new Secret(typed.value);
    const nextSecretFingerprint = fingerprint(secret, scope.workspaceId);
    await changeRow(tx, scope.workspaceId, id, {
      nextSecretSealed: seal(secret, secretPlace(row, "next_secret_sealed")),
      nextSecretFingerprint,
    });
    await record(tx, trail(scope, "rotation-started", row, { from: row.secretFingerprint, to: nextSecretFingerprint }));
  });
  return read(scope, id);
}

/** Erases the new secret again; the old one goes on serving. @throws AppError `resource.conflict` when none waits */
export async function abandonRotation(scope: WorkspaceScope, id: string): Promise<CredentialView> {
  assertMay(scope, "credential.write");
  assertFresh(scope);
  await inTransaction(scope.workspaceId, async (tx) => {
    const row = await lockRow(tx, scope.workspaceId, id);
    if (!row) throw new AppError("resource.not-found", "This credential is not there any more. Somebody may have deleted it.");
    if (!row.nextSecretSealed)
      throw new AppError(
        "resource.conflict",
        "No rotation is under way: the new secret has already worked and taken over, or somebody abandoned it.",
      );
    await changeRow(tx, scope.workspaceId, id, { nextSecretSealed: null, nextSecretFingerprint: null });
    await record(tx, trail(scope, "rotation-abandoned", row, { erased: row.nextSecretFingerprint }));
  });
  return read(scope, id);
}
