/** Gets the token for a send, and a new one after a 401. It never repeats anything but a GET, and that once. */
import "server-only";
import type { Wait } from "@/lib/fair-use/model";
import { AppError, type ErrorCode } from "@/lib/shared/errors";
import type { NoToken } from "@/lib/tokens/model";
import { accessTokenFor, reportUnauthorized } from "@/lib/tokens/service";
import type { TransportFailure } from "@/lib/upstream/model";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { RunOutcome } from "../../schema";
import type { Course, HeldToken } from "../course";
import type { Plan } from "../plan";

export type Obtained = { ok: true; token: HeldToken } | { ok: false; outcome: RunOutcome };

type OnWait = (wait: Wait | null) => void;

/** The token that this send asks for, or the outcome of a send without one. */
export async function obtainToken(scope: WorkspaceScope, plan: Plan, signal: AbortSignal, onWait?: OnWait): Promise<Obtained> {
  const { credentialId, apiVersion, scopes } = plan.input;
  try {
    const answer = await accessTokenFor(scope, { credentialId: credentialId ?? "", apiVersion, scopes }, signal, Date.now, onWait);
    return answer.kind === "token" ? { ok: true, token: answer } : { ok: false, outcome: without(answer) };
  } catch (error) {
    if (signal.aborted) return { ok: false, outcome: cancelled("Cancelled while waiting for a token; the operation itself was not sent.") };
    if (error instanceof AppError) return { ok: false, outcome: stoppedOutcome(error) };
    throw error;
  }
}

/** The outcome of a send whose exchange the console did not make. */
export function stoppedOutcome(error: AppError): RunOutcome {
  const failure = HELD_BACK[error.code];
  if (failure === undefined) return { kind: "no-token", exchangeId: null, detail: error.message, retryAfterSeconds: null };
  const retryAfterSeconds = error.retryAfterSeconds;
  return { kind: "failed", failure, detail: error.message, mayHaveBeenReceived: false, status: null, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

const HELD_BACK: Partial<Record<ErrorCode, TransportFailure>> = { "budget.exceeded": "console-budget", "breaker.open": "console-breaker" };

function cancelled(detail: string): RunOutcome {
  return { kind: "failed", failure: "cancelled", detail, mayHaveBeenReceived: false, status: null };
}

function without(answer: NoToken): RunOutcome {
  const { exchangeId } = answer;
  if (answer.kind === "refused") {
    const code = answer.error === null ? "" : ` (${answer.error})`;
    return {
      kind: "no-token",
      exchangeId,
      detail: `The token endpoint answered ${answer.status}${code}, so the operation was not sent.`,
      retryAfterSeconds: null,
    };
  }
  if (answer.kind === "failed") {
    if (answer.failure === "cancelled") return cancelled("Cancelled during the exchange; the operation itself was not sent.");
    return {
      kind: "no-token",
      exchangeId,
      detail: `The exchange failed, so the operation was not sent. ${answer.detail}`,
      retryAfterSeconds: null,
    };
  }
  if (answer.locked) {
    return {
      kind: "no-token",
      exchangeId,
      detail: "The last exchanges were refused, so the console makes no more by itself. Get a token on the Tokens page to try again.",
      retryAfterSeconds: null,
    };
  }
  const seconds = Math.max(1, Math.ceil((answer.retryAt.getTime() - Date.now()) / 1000));
  return {
    kind: "no-token",
    exchangeId,
    detail: `The last exchange failed; the console makes the next one in ${seconds} s.`,
    retryAfterSeconds: seconds,
  };
}

/**
 * After a 401: whether to send once more, with the new token that is then in the course. Says in
 * the notes what it did and why.
 */
export async function renewAfterRefusal(
  scope: WorkspaceScope,
  plan: Plan,
  course: Course,
  signal: AbortSignal,
  onWait?: OnWait,
): Promise<boolean> {
  const used = course.token;
  if (used === undefined) return false;
  const { renew } = await reportUnauthorized(scope, used.tokenId);
  if (plan.parts.method !== "GET" && renew) {
    course.tokenRetired = true;
    course.notes.push(`The token was refused and is not used any more. A ${plan.parts.method} is not repeated by itself.`);
    return false;
  }
  // A token that was made for this very call is not stale; another one would be refused as well.
  if (!renew || used.issuedAt.getTime() >= course.startedAt.getTime()) {
    course.notes.push("The token was new and was refused all the same, so another one would not help.");
    return false;
  }
  const fresh = await obtainToken(scope, plan, signal, onWait);
  if (!fresh.ok) {
    const why = fresh.outcome.kind === "no-token" ? ` ${fresh.outcome.detail}` : "";
    course.notes.push(`The token was refused, and there was no new one.${why}`);
    return false;
  }
  course.token = fresh.token;
  course.renewed = true;
  course.notes.push("The token was refused (401), so the console got a new one and sent the request once more.");
  return true;
}
