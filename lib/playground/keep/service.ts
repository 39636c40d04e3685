/** Writes finished runs down, and deletes those past their days. It never stops a send: a run that cannot be kept was sent all the same. */
import "server-only";
import { record as recordAudit } from "@/lib/audit/service";
import { log } from "@/lib/http/log";
import { callMade } from "@/lib/partners/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { tellOfRun } from "../live/store";
import { runRecord, type FinishedRun } from "../record";
import { deleteExpiredRuns, inTransaction, holdPersonalDays, insertReferences, insertRun } from "../store";

/** @returns whether the run is in the list now */
export async function keepRun(scope: WorkspaceScope, run: FinishedRun): Promise<boolean> {
  const { plan, trailer } = run;
  try {
    await inTransaction(scope.workspaceId, async (tx) => {
      const { row, references } = runRecord(scope, run, await holdPersonalDays(tx, scope.workspaceId) !== null);
      await insertRun(tx, { ...row, responseBody: row.responseBody === null ? null : Buffer.from(row.responseBody) });
      await insertReferences(tx, { workspaceId: scope.workspaceId, runId: row.id, startedAt: row.startedAt }, references);
      if (plan.input.environment === "production" && trailer.request !== null) {
        const subject = {
          runId: plan.runId,
          operationId: plan.operation.id,
          method: plan.parts.method,
          status: row.status,
          failure: row.failure,
        };
        await recordAudit(tx, {
          workspaceId: scope.workspaceId,
          actorId: scope.userId,
          action: "run.sent-to-production",
          subject,
          requestId: scope.requestId,
        });
      }
      if (trailer.request !== null) {
        const { workspaceId, operationId, environment, status, failure, startedAt } = row;
        await callMade(tx, { workspaceId, runId: plan.runId, operationId, environment, status, failure, startedAt });
      }
    });
    tellOfRun(scope.workspaceId, plan.runId).catch((error: unknown) => log().warn({ err: error }, "Nobody was told of a new run"));
    return true;
  } catch (error) {
    log().error({ err: error, runId: plan.runId }, "A run could not be kept");
    return false;
  }
}

/** Deletes the runs of a workspace that are past its days. @returns how many */
export async function purge({ workspaceId }: Pick<WorkspaceScope, "workspaceId">): Promise<number> {
  return inTransaction(workspaceId, async (tx) => {
    const count = await deleteExpiredRuns(tx, workspaceId);
    if (count > 0) await recordAudit(tx, { workspaceId, action: "runs.expired", subject: { count } });
    return count;
  });
}
