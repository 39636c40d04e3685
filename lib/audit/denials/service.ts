/**
 * What was refused. A refusal stands in the chain of a workspace only for whoever belongs to it; everybody else's stands in the
 * installation's. Of one person, action and code there is one entry a minute, with how many it stands for, so that asking again and
 * again fills no chain.
 */
import "server-only";
import { log } from "@/lib/http/log";
import { AppError, type ErrorCode } from "@/lib/shared/errors";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { record, recordInstallation } from "../service";
import { countDenial, inTransaction, takeTurn } from "./store";

const ONE_A_SECONDS = 60;
const LONGEST_ADDRESS = 200;

/** Refused for who asks or from where, not for what is asked; other codes are so only where the error itself says it. */
const DENIALS: readonly ErrorCode[] = ["workspace.forbidden", "environment.locked", "session.stale", "request.cross-site", "throttle.exceeded"];

export interface Refused {
  /** Proof that they belong to the workspace; undefined where none was made. */
  scope?: WorkspaceScope | undefined;
  /** Who asked, where no scope says it. All who are not signed in count as one. */
  actorId?: string | undefined;
  /** An action of the tables of rights, or the kind of door. */
  action: string;
  method: string;
  /** The path that was asked, without its query. */
  address: string;
  requestId: string;
}

/** True for a refusal that is worth an entry. */
export function isDenial(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && (thrown.isDenial || DENIALS.includes(thrown.code));
}

/** Writes a denial down; does nothing for other failures. It never throws: whoever was refused stays refused. */
export async function recordDenial(thrown: unknown, { scope, actorId = scope?.userId, action, method, address, requestId }: Refused): Promise<void> {
  if (!isDenial(thrown)) return;
  const { code } = thrown;
  const workspaceId = scope?.workspaceId;
  const key = ["denied", workspaceId ?? "installation", actorId ?? "nobody", action, code].join(":");
  try {
    if (await countDenial(key, ONE_A_SECONDS)) return;
    await inTransaction(workspaceId, async (tx) => {
      const count = await takeTurn(tx, key, ONE_A_SECONDS);
      if (count === undefined) return;
      const event = { actorId, action: "access.denied" as const, subject: { code, action, method, address: address.slice(0, LONGEST_ADDRESS), count }, requestId };
      await (workspaceId === undefined ? recordInstallation(tx, event) : record(tx, { ...event, workspaceId }));
    });
  } catch (error) {
    log().error({ err: error, requestId, code }, "A refusal could not be written down");
  }
}
