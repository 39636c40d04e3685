/**
 * The simulator's own credential, so that a new workspace can make its first call without typing
 * anything. It is a credential like any other afterwards: it may be edited, switched off, deleted.
 */
import "server-only";
import { record } from "@/lib/audit/service";
import { credentialAdded } from "@/lib/partners/service";
import { simulatorAccount } from "@/lib/upstream/simulator-account";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { CredentialView } from "../model";
import { secretPlace } from "../place";
import { fingerprint, seal } from "../seal";
import { list } from "../service";
import { inTransaction, insertRow, listRows } from "../store";
import { trail, type Actor } from "../trail";

const LABEL = "Built-in simulator";

/** Another call was faster, and its credential is as good; the simulator's account that this one made goes again. */
class ThereAlready extends Error {}

/**
 * Gives a workspace the simulator's own credential unless it has one for the simulator already.
 * Call it once the workspace is committed; a second call does no harm.
 */
export async function addSimulatorCredential(actor: Actor): Promise<void> {
  const { workspaceId } = actor;
  const existing = await listRows(workspaceId);
  if (existing.some(({ row }) => row.environment === "simulator")) return;
  const credential = { workspaceId, id: crypto.randomUUID(), environment: "simulator", label: LABEL };
  const made = inTransaction(workspaceId, async (tx) => {
    const { clientId, clientSecret } = await simulatorAccount(workspaceId, tx);
    const inserted = await insertRow(tx, {
      ...credential,
      clientId,
      secretSealed: seal(clientSecret, secretPlace(credential, "secret_sealed")),
      secretFingerprint: fingerprint(clientSecret, workspaceId),
    });
    if (!inserted) throw new ThereAlready();
    await credentialAdded(tx, workspaceId, credential.environment);
    await record(tx, trail(actor, "created", credential, { by: "the console" }));
  });
  await made.catch((error: unknown) => {
    if (!(error instanceof ThereAlready)) throw error;
  });
}

/** The same for a person who has deleted it and wants it back. @throws AppError `workspace.forbidden` */
export async function restoreSimulatorCredential(scope: WorkspaceScope): Promise<CredentialView[]> {
  assertMay(scope, "credential.write");
  await addSimulatorCredential(scope);
  return list(scope);
}
