/** The meter as people and machines read it, and letting calls go again that rest. */
import "server-only";
import { record } from "@/lib/audit/service";
import { list, readUsable } from "@/lib/credentials/service";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import { metrics } from "@/lib/shared/metrics";
import { originOf } from "@/lib/upstream/environments";
import { ENVIRONMENTS, type Environment } from "@/lib/upstream/model";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { isLimited, shareOf } from "../model";
import type { FairUseView } from "../schema";
import { closeBreaker, countOpenBreakers, inTransaction, openBreakers, read } from "../store";
import { flushTally } from "../tally/cache";

/** Belongs to no workspace, so that it reads what all have used. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Under what an environment's calls are counted. */
function addressOf(environment: Environment): string {
  return isLimited(environment) ? originOf(environment) : environment;
}

/** What is used of an environment's budget, by all and by this workspace. Nothing of other workspaces but their number shows. */
export async function readFairUse(scope: WorkspaceScope, environment: Environment): Promise<FairUseView> {
  assertMay(scope, "fair-use.read");
  const address = addressOf(environment);
  if (!isLimited(environment)) await flushTally();
  const [reading, resting] = await Promise.all([read(address, scope.workspaceId), openBreakers(address, scope.workspaceId)]);
  const { requestsPerMinute, refusalsPerMinute } = settings().fairUse;
  // This workspace shares too, even where it has not called yet.
  const sharers = Math.max(reading.workspaces, 1) + (reading.workspaces > 0 && reading.myRequests + reading.waiting === 0 ? 1 : 0);
  const usage = (used: number, mine: number, limit: number) =>
    isLimited(environment) ? { used, mine, limit, share: shareOf(limit, sharers) } : { used, mine, limit: null, share: null };
  const labels = new Map(resting.length === 0 ? [] : (await list(scope)).map(({ id, label }) => [id, label]));
  return {
    environment,
    refusals: usage(reading.refusals, reading.myRefusals, refusalsPerMinute),
    requests: usage(reading.requests, reading.myRequests, requestsPerMinute),
    workspaces: reading.workspaces,
    waiting: reading.waiting,
    pausedForSeconds: reading.pausedForSeconds,
    breakers: resting.flatMap((breaker) => {
      const label = labels.get(breaker.credentialId);
      return label === undefined ? [] : [{ ...breaker, label }];
    }),
  };
}

/**
 * Lets the calls of a credential go again at once.
 *
 * @throws AppError `resource.not-found` when the credential is not there, or its calls do not rest; `workspace.forbidden` for one
 *   that this member may not use
 */
export async function tryNow(scope: WorkspaceScope, credentialId: string): Promise<{ closed: true }> {
  assertMay(scope, "fair-use.control");
  const { label, environment } = await readUsable(scope, credentialId);
  await inTransaction(scope.workspaceId, async (tx) => {
    const closed = await closeBreaker(tx, scope.workspaceId, credentialId);
    if (!closed) throw new AppError("resource.not-found", `The calls of "${label}" do not rest any more.`);
    const { workspaceId, userId: actorId, requestId } = scope;
    await record(tx, { workspaceId, actorId, action: "breaker.closed", requestId, subject: { credentialId, label, environment } });
  });
  return { closed: true };
}

/** Puts what all workspaces have used into the meters for Prometheus. */
export async function meterFairUse(): Promise<void> {
  const { requestsPerMinute, refusalsPerMinute } = settings().fairUse;
  await flushTally();
  for (const environment of ENVIRONMENTS) {
    const { requests, refusals } = await read(addressOf(environment), NOBODY);
    metrics().budgetUsed.set({ environment, kind: "requests" }, requests);
    metrics().budgetUsed.set({ environment, kind: "refusals" }, refusals);
    if (!isLimited(environment)) continue;
    metrics().budgetLimit.set({ environment, kind: "requests" }, requestsPerMinute);
    metrics().budgetLimit.set({ environment, kind: "refusals" }, refusalsPerMinute);
    metrics().breakersOpen.set({ environment }, await countOpenBreakers(addressOf(environment)));
  }
}
