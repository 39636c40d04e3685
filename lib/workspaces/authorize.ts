import { msSince } from "@/lib/shared/clock";
import { AppError } from "@/lib/shared/errors";
import type { Environment } from "@/lib/upstream/model";
import { actionRefusal, credentialRefusal, environmentRefusal, FRESH_SIGN_IN_MS, PRODUCTION_OPEN_MS, type Action, type GuardedCredential, type WorkspaceScope } from "./model";

/** Stops unless this member may do this. Every service calls it first. */
export function assertMay(scope: WorkspaceScope, action: Action): void {
  const refusal = actionRefusal(scope, action);
  if (refusal !== undefined) throw new AppError("workspace.forbidden", refusal);
  if (scope.onlyActions && !scope.onlyActions.includes(action)) {
    throw new AppError("workspace.forbidden", `This personal token may not do this. It takes one with the scope ${action}.`);
  }
}

/**
 * The scope for the parts of an action that vouches for all of them, such as an export: a personal token that may do
 * the whole need not be allowed each part. The role still decides about each.
 */
export function forPartsOf(scope: WorkspaceScope, action: Action): WorkspaceScope {
  assertMay(scope, action);
  return { ...scope, onlyActions: undefined };
}

/**
 * Stops unless this person proved who they are within the last five minutes.
 *
 * @throws AppError `session.stale`, which the page answers by asking for the password
 */
export function assertFresh(scope: Pick<WorkspaceScope, "authenticatedAt">, now: Date = new Date()): void {
  if (scope.authenticatedAt === undefined) {
    throw new AppError("workspace.forbidden", "A personal token may not do this. Sign in and do it in the console.");
  }
  // A sign-in of a time that is yet to come was dated by a clock that was wrong: nobody knows how old it is.
  if ((msSince(scope.authenticatedAt, now) ?? Infinity) > FRESH_SIGN_IN_MS) {
    throw new AppError("session.stale", "This needs a sign-in of the last five minutes. Confirm that it is you, then do it again.");
  }
}

/** Counted from when it was opened, so that it is not open for longer because the clock was put back meanwhile. */
function isProductionOpen({ productionOpenUntil }: WorkspaceScope, now: Date): boolean {
  if (productionOpenUntil === undefined) return false;
  const openForMs = msSince(new Date(productionOpenUntil.getTime() - PRODUCTION_OPEN_MS), now);
  return openForMs !== undefined && openForMs < PRODUCTION_OPEN_MS;
}

/** Stops unless this member may use this environment; with `isWrite`, unless they may write there as well. */
export function assertMayUse(scope: WorkspaceScope, environment: Environment, isWrite = false): void {
  const refusal = environmentRefusal(scope, environment, isWrite);
  if (refusal !== undefined) throw new AppError("workspace.forbidden", refusal);
}

/** Stops unless this member may use this credential, and so its environment. Every way to a token goes through it. */
export function assertMayUseCredential(scope: WorkspaceScope, credential: GuardedCredential): void {
  const refusal = credentialRefusal(scope, credential);
  if (refusal !== undefined) throw new AppError("workspace.forbidden", refusal);
}

/**
 * Stops a call that this member may not send there. A write to production also needs that they have opened production and
 * signed in freshly.
 *
 * @param isWrite - whether the call can change something upstream
 * @throws AppError `environment.locked` or `session.stale`; the page offers what is missing
 */
export function assertMayWriteTo(scope: WorkspaceScope, environment: Environment, isWrite: boolean, now: Date = new Date()): void {
  assertMayUse(scope, environment, isWrite);
  if (environment !== "production" || !isWrite) return;
  if (!isProductionOpen(scope, now)) {
    throw new AppError("environment.locked", "Production is read-only until you open it. Open it for writing, then send again.");
  }
  assertFresh(scope, now);
}
