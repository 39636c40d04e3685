import { AppError, appErrorIn, type ErrorCode, type InputIssue } from "@/lib/shared/errors";
import { isDatabaseOutage, OUTAGE_RETRY_SECONDS } from "@/lib/shared/outage";

/**
 * A failure of the console as it travels: RFC 9457 with two members of our own. `origin` keeps
 * it apart from anything that the upstream said.
 */
export interface Problem {
  type: "about:blank";
  origin: "console";
  status: number;
  code: ErrorCode;
  title: string;
  detail: string;
  requestId: string;
  issues?: readonly InputIssue[];
  retryAfterSeconds?: number;
}

/** Turns whatever was thrown into what may be said outside. An unknown error never shows its message. */
export function toProblem(thrown: unknown, requestId: string): Problem {
  const error = asAppError(thrown);
  return {
    type: "about:blank",
    origin: "console",
    status: error.status,
    code: error.code,
    title: error.title,
    detail: error.message,
    requestId,
    ...(error.issues.length > 0 && { issues: error.issues }),
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
  };
}

function asAppError(thrown: unknown): AppError {
  const known = appErrorIn(thrown);
  if (known) return known;
  if (isDatabaseOutage(thrown)) return new AppError("console.unavailable", "Nothing was changed. Try again in a few seconds.", { retryAfterSeconds: OUTAGE_RETRY_SECONDS });
  return new AppError("console.bug", "The console could not finish this. The request id finds it in the log.");
}

/** The answer for a failure of the console. */
export function problemResponse(problem: Problem): Response {
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store", "x-request-id": problem.requestId });
  if (problem.retryAfterSeconds !== undefined) headers.set("retry-after", String(problem.retryAfterSeconds));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
