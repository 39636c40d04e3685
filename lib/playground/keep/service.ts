/** Writes finished runs down, and deletes those past their days. It never stops a send: a run that cannot be kept was sent all the same. */
import "server-only";
import { actingIn } from "@/lib/audit/acting";
import { record as recordAudit } from "@/lib/audit/service";
import { log } from "@/lib/http/log";
import { callMade } from "@/lib/partners/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { tellOfRun } from "../live/telling/cache";
import { runRecord, type FinishedRun } from "../record";
import { deleteExpiredRuns, holdPersonalDays, insertRun, inTransaction, updateRun, type Transaction } from "../store";

/** @returns whether the run is in the list now */
export async function keepRun(scope: WorkspaceScope, run: FinishedRun): Promise<boolean> {
  const { plan } = run;
  try {
    const personalDays = await keepMasked(scope, run);
    if (personalDays !== null) await keepReadable(scope, run);
    tellOfRun(scope.workspaceId, plan.runId);
    return true;
  } catch (error) {
    log().error({ err: error, runId: plan.runId }, "A run could not be kept");
    return false;
  }
}

/** Masks first, so that one round trip is enough where nobody asks for more. @returns for how many days the workspace reads personal data */
async function keepMasked(scope: WorkspaceScope, run: FinishedRun): Promise<number | null> {
  const { plan, trailer } = run;
  const { row, references } = runRecord(scope, run, false);
  const { workspaceId, operationId, environment, status, failure, startedAt } = row;
  const counted = trailer.request === null ? [] : callMade({ workspaceId, runId: plan.runId, operationId, environment, status, failure, startedAt });
  const keep = (tx?: Transaction) => insertRun(tx, stored(row), references, counted);
  if (environment !== "production" || trailer.request === null) return keep();
  return inTransaction(workspaceId, async (tx) => {
    const subject = { runId: plan.runId, operationId, method: plan.parts.method, credentialId: plan.credential?.id ?? null, status, failure };
    await recordAudit(tx, { ...actingIn(scope), action: "run.sent-to-production", subject });
    return keep(tx);
  });
}

/** The setting is held until the readable run is there, so that whoever switches it off finds it. */
async function keepReadable(scope: WorkspaceScope, run: FinishedRun): Promise<void> {
  await inTransaction(scope.workspaceId, async (tx) => {
    if ((await holdPersonalDays(tx, scope.workspaceId)) !== null) await updateRun(tx, stored(runRecord(scope, run, true).row));
  });
}

function stored(row: ReturnType<typeof runRecord>["row"]) {
  return { ...row, responseBody: row.responseBody === null ? null : Buffer.from(row.responseBody) };
}

/** Runs that go at once: far below what a statement has time for. */
const PURGE_BATCH = 2_000;

/** Deletes the runs of a workspace that are past its days, in batches that are each on record. @returns how many */
export async function purge({ workspaceId }: Pick<WorkspaceScope, "workspaceId">, batch = PURGE_BATCH): Promise<number> {
  for (let total = 0; ;) {
    const count = await inTransaction(workspaceId, async (tx) => {
      const gone = await deleteExpiredRuns(tx, workspaceId, batch);
      if (gone > 0) await recordAudit(tx, { workspaceId, action: "runs.expired", subject: { count: gone } });
      return gone;
    });
    total += count;
    if (count < batch) return total;
  }
}
