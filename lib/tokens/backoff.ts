/**
 * When the next automatic exchange may be tried after one that failed. Prioticket blocks an
 * address after 60 errors of the 4xx class in a minute (facts §1.6), and everybody behind this
 * console shares one. Pure.
 */
import { CLOCK_TOLERANCE_MS } from "@/lib/shared/clock";
import type { Flight } from "./flight/key";

/** After so many refusals in a row nothing is tried by itself until a person acts. */
export const LOCK_AFTER_REFUSALS = 3;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Milliseconds to wait after the nth failure in a row (n ≥ 1): 1 s, 2 s, 4 s … 60 s, or longer where the server asked for it. */
export function waitAfter(failures: number, retryAfterSeconds: number | null): number {
  const own = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return Math.max(own, (retryAfterSeconds ?? 0) * 1000);
}

/**
 * Whom a refusal concerns: the `credential` with all its scopes, this one `request`, or nobody
 * for good (`passing`: the server was busy or broken, and may think otherwise soon).
 */
export function concernOf(status: number, oauthError: string | null): "credential" | "request" | "passing" {
  if (oauthError === "invalid_client" || oauthError === "unauthorized_client") return "credential";
  if (status === 401 || status === 403) return "credential";
  if (status === 408 || status === 429 || status >= 500) return "passing";
  return "request";
}

/** Under which keys failures of this flight are counted. A changed credential has other keys, so it starts afresh. */
export function backoffKeys({ credentialId, credentialVersion, apiVersion, scopeKey }: Flight) {
  const credential = `${credentialId} v${credentialVersion}`;
  const request = `${credential} ${apiVersion} ${scopeKey}`;
  return { wait: `wait ${request}`, request: `refused ${request}`, credential: `refused ${credential}` };
}

interface CountedFailures {
  flightKey: string;
  failures: number;
  notBefore: Date;
  exchangeId: string;
  /** When the last exchange that failed began. */
  failedAt: Date | null;
}

/** Dated by a clock that has been put back since: nobody can tell how long is left, and it would be too long. */
function isYetToCome({ failedAt }: CountedFailures, nowMs: number): boolean {
  return failedAt !== null && failedAt.getTime() > nowMs + CLOCK_TOLERANCE_MS;
}

/** Why nothing is tried now; undefined when it may be. */
export function blockedBy(rows: readonly CountedFailures[], flight: Flight, nowMs: number) {
  const keys = backoffKeys(flight);
  const locked = rows.find((row) => row.flightKey !== keys.wait && row.failures >= LOCK_AFTER_REFUSALS);
  const waiting = rows.find((row) => row.flightKey === keys.wait && row.notBefore.getTime() > nowMs && !isYetToCome(row, nowMs));
  const row = locked ?? waiting;
  if (!row) return undefined;
  return {
    kind: "backing-off" as const,
    exchangeId: row.exchangeId,
    failures: row.failures,
    retryAt: row.notBefore,
    locked: locked !== undefined,
  };
}
