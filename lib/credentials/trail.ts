/** What the audit trail says about a credential: its id and label, never its client id or secret. Pure. */
import { actingIn } from "@/lib/audit/acting";
import type { AuditEvent } from "@/lib/audit/model";
import type { WorkspaceScope } from "@/lib/workspaces/model";

type Happening =
  "created" | "changed" | "disabled" | "enabled" | "deleted" | "rotation-started" | "rotation-abandoned" | "rotation-finished" | "checking-in-production" | "checked";

/** Who acts: a person through a request, or the console itself when `userId` is undefined. */
export type Actor = Pick<WorkspaceScope, "workspaceId"> & { userId?: string | undefined; requestId?: string | undefined; personalToken?: WorkspaceScope["personalToken"] };

/** One event, to be recorded in the transaction of the change. */
export function trail(
  actor: Actor,
  happened: Happening,
  credential: { id: string; label: string; environment: string },
  facts: Record<string, unknown> = {},
): AuditEvent {
  return {
    ...actingIn(actor),
    action: `credential.${happened}`,
    subject: { credentialId: credential.id, label: credential.label, environment: credential.environment, ...facts },
  };
}
