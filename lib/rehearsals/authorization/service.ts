/** The credential of a rehearsal. Only the simulator ever sees it. */
import "server-only";
import type { Operation } from "@/lib/catalog/model";
import { list } from "@/lib/credentials/service";
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
 * @param isForSimulator - anybody else gets the placeholder
 */
export async function authorizationFor(scope: WorkspaceScope, operation: Operation, signal: AbortSignal, isForSimulator: boolean): Promise<Secret | undefined> {
  if (operation.auth === "none") return undefined;
  if (operation.auth === "basic") return new Secret(PLACEHOLDER.basic);
  const credential = isForSimulator ? (await list(scope)).find((one) => one.environment === "simulator" && one.disabledAt === null) : undefined;
  if (credential === undefined) return new Secret(PLACEHOLDER.bearer);
  const answer = await accessTokenFor(scope, { credentialId: credential.id, apiVersion: DEFAULT_API_VERSION, scopes: operation.scopes }, signal);
  return answer.kind === "token" ? answer.authorization : new Secret(PLACEHOLDER.bearer);
}
