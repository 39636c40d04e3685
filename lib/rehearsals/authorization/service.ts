/** The credential of a rehearsal. Only the simulator ever sees it. */
import "server-only";
import type { Operation } from "@/lib/catalog/model";
import { list } from "@/lib/credentials/service";
import { AppError } from "@/lib/shared/errors";
import { Secret } from "@/lib/shared/secret";
import { accessTokenFor } from "@/lib/tokens/service";
import { DEFAULT_API_VERSION } from "@/lib/upstream/model";
import type { WorkspaceScope } from "@/lib/workspaces/model";

/** Opens nothing. The simulator decides about a fault before it looks at credentials. */
const PLACEHOLDER = { basic: `Basic ${Buffer.from("rehearsal:rehearsal").toString("base64")}`, bearer: "Bearer rehearsal" };

/**
 * The value of the Authorization header: the workspace's own simulator token where there is one,
 * so that what the fault spoils is a good answer; else a placeholder. Undefined for operations
 * without authentication.
 *
 * @param recipient - only the simulator gets more than the placeholder
 * @throws AppError `input.refused` when the rehearsal needs a token that opens something and there is none
 */
export async function authorizationFor(scope: WorkspaceScope, operation: Operation, signal: AbortSignal, recipient: { isSimulator: boolean; needsToken: boolean }): Promise<Secret | undefined> {
  if (operation.auth === "none") return undefined;
  if (operation.auth === "basic") return new Secret(PLACEHOLDER.basic);
  const token = recipient.isSimulator ? await tokenOf(scope, operation, signal) : undefined;
  if (token === undefined && recipient.needsToken) {
    throw new AppError("input.refused", "There has to be a good answer before it can be spoiled, and you have no simulator credential here that works. Make one on the Credentials page.");
  }
  return token ?? new Secret(PLACEHOLDER.bearer);
}

async function tokenOf(scope: WorkspaceScope, operation: Operation, signal: AbortSignal): Promise<Secret | undefined> {
  const credential = (await list(scope)).find((one) => one.environment === "simulator" && one.disabledAt === null && one.refusal === null);
  if (credential === undefined) return undefined;
  const answer = await accessTokenFor(scope, { credentialId: credential.id, apiVersion: DEFAULT_API_VERSION, scopes: operation.scopes }, signal);
  return answer.kind === "token" ? answer.authorization : undefined;
}
