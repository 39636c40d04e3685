/**
 * Writes down that a call is about to go to production. Committed before anything is dialled, so that whatever happens to the
 * console afterwards, a booking there never stands without an entry here.
 */
import "server-only";
import { actingIn } from "@/lib/audit/acting";
import { recordAhead } from "@/lib/audit/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { Plan } from "../sending/plan";

/** Does nothing elsewhere than in production. @throws AppError `console.unavailable` when it could not be written down: then nothing may be sent */
export async function announceRun(scope: WorkspaceScope, { runId, operation, input, credential, parts }: Plan): Promise<void> {
  if (input.environment !== "production") return;
  const subject = { runId, operationId: operation.id, method: parts.method, credentialId: credential?.id ?? null, label: credential?.label ?? null };
  await recordAhead({ ...actingIn(scope), action: "run.sending-to-production", subject });
}
