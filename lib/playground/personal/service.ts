/**
 * The personal data of guests in kept runs. It is masked when a run is kept, unless the workspace wants to read it for some days;
 * then it is masked in place after them. Secrets are never kept.
 */
import "server-only";
import { record } from "@/lib/audit/service";
import { AppError } from "@/lib/shared/errors";
import { DAY_MS } from "@/lib/shared/time";
import { assertFresh, assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { masked } from "./mask";
import type { PersonalDays } from "./schema";
import { inTransaction, lockDays, lockHolding, selectDays, updateDays, updateMasked, type Transaction } from "./store";

/** Runs masked in one transaction. Each may hold a megabyte. */
const BATCH = 50;
/** Later than any run. */
const ALL = new Date(8_640_000_000_000);

/** For how long this workspace reads the personal data of guests. */
export async function readPersonalDays(scope: WorkspaceScope): Promise<PersonalDays> {
  assertMay(scope, "workspace.read");
  return { days: (await selectDays(scope.workspaceId))?.personalDays ?? null };
}

/**
 * Keeps the personal data of guests readable for some days from now on, or masks all that is there at once. What was masked
 * already stays so.
 *
 * @throws AppError `session.stale`, `input.refused` for a wrong word or too many days
 */
export async function changePersonalDays(scope: WorkspaceScope, { days, word }: PersonalDays & { word: string }): Promise<PersonalDays & { masked: number }> {
  assertMay(scope, "workspace.settings");
  assertFresh(scope);
  const { workspaceId, userId, requestId } = scope;
  if (word !== scope.workspaceSlug) throw refused("/word", `Type ${scope.workspaceSlug} to confirm.`);
  await inTransaction(scope.workspaceId, async (tx) => {
    const before = await lockDays(tx, workspaceId);
    if (before === undefined) throw new AppError("resource.not-found", "This workspace no longer exists.");
    if (days !== null && days >= before.retentionDays) {
      throw refused("/days", `Runs are kept for ${before.retentionDays} days here; personal data in them has to go before that. Choose fewer days, or keep runs for longer.`);
    }
    await updateDays(tx, workspaceId, days);
    await record(tx, { workspaceId, actorId: userId, action: "workspace.personal-data-changed", subject: { days: { from: before.personalDays, to: days } }, requestId });
  });
  return { days, masked: await maskBefore(workspaceId, days === null ? ALL : new Date(Date.now() - days * DAY_MS), userId) };
}

/** Masks what is past its days. Any number of replicas may do it at once. @returns how many runs */
export async function maskExpired(workspaceId: string, now: Date = new Date()): Promise<number> {
  const days = (await selectDays(workspaceId))?.personalDays ?? null;
  return maskBefore(workspaceId, days === null ? ALL : new Date(now.getTime() - days * DAY_MS), undefined);
}

async function maskBefore(workspaceId: string, before: Date, actorId: string | undefined): Promise<number> {
  for (let total = 0; ;) {
    const count = await inTransaction(workspaceId, (tx) => maskBatch(tx, workspaceId, before, actorId));
    total += count;
    if (count < BATCH) return total;
  }
}

async function maskBatch(tx: Transaction, workspaceId: string, before: Date, actorId: string | undefined): Promise<number> {
  const batch = await lockHolding(tx, workspaceId, before, BATCH);
  for (const { id, ...parts } of batch) await updateMasked(tx, workspaceId, id, masked(parts));
  if (batch.length > 0) await record(tx, { workspaceId, actorId, action: "runs.masked", subject: { count: batch.length } });
  return batch.length;
}

function refused(path: string, message: string): AppError {
  return new AppError("input.refused", message, { issues: [{ path, message }] });
}
