import type { Posted } from "@/lib/simulator/webhooks/post";

/**
 * Waits after the first, second, … try that failed. The documents give no schedule; this one gives a
 * receiver that was restarted a quick second chance and one that is down overnight a late one.
 */
export const RETRY_DELAYS_MS: readonly number[] = [5, 30, 120, 600, 1800, 7200, 21_600].map((seconds) => seconds * 1000);

/** No receiver puts a delivery off for longer. */
const MAX_RETRY_AFTER_MS = 3_600_000;

export type Verdict = { kind: "delivered" } | { kind: "again"; afterMs: number; problem: string } | { kind: "over"; problem: string };

/**
 * What an answer means: 2xx is delivered; a receiver that is down, slow or busy is tried again; any
 * other answer would be the same next time.
 *
 * @param attempt - which try it was, from 1
 */
export function judge({ status, failure, retryAfter }: Posted, attempt: number, delaysMs: readonly number[], nowMs: number): Verdict {
  if (status !== null && status >= 200 && status < 300) return { kind: "delivered" };
  const problem = failure ?? (status === null ? "No answer came." : answerProblem(status));
  const isPassing = status === null || status === 408 || status === 425 || status === 429 || status >= 500;
  const delayMs = delaysMs[attempt - 1];
  if (!isPassing) return { kind: "over", problem };
  if (delayMs === undefined) return { kind: "over", problem: `${problem} That was the last try.` };
  return { kind: "again", afterMs: Math.max(delayMs, waitAsked(retryAfter, nowMs)), problem };
}

function answerProblem(status: number): string {
  if (status >= 300 && status < 400) return `The receiver answered ${status}; a redirect is not followed.`;
  if (status === 401 || status === 403) return `The receiver answered ${status}: it did not take the Authorization header.`;
  return `The receiver answered ${status}.`;
}

/** `Retry-After` in seconds or as a date. */
function waitAsked(retryAfter: string | undefined, nowMs: number): number {
  if (retryAfter === undefined) return 0;
  const ms = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS) : 0;
}
