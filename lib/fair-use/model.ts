/**
 * The rules of fair use: how much of the vendor's limits one workspace may take, what a call that ended counts for, and when a
 * credential's calls are stopped. Pure. The database's functions of the migration `fair_use` decide by these numbers.
 */
import { readRetryAfter } from "@/lib/diagnosis/retry-after";
import type { Environment, FailedSend, Reply, TransportFailure } from "@/lib/upstream/model";

/** The vendor's figures (facts §1.6): an address that gets more 4xx in a minute is blocked for the next one. */
export const DEFAULT_REQUESTS_PER_MINUTE = 1_000;
export const DEFAULT_4XX_PER_MINUTE = 60;

/**
 * A workspace may use up to this many times what is still free. Alone it gets 16 of 17 parts; two that want all get 16 of 33
 * each; and some is always left for the next one. (Known from switches as dynamic thresholds.)
 */
export const GENEROSITY = 16;

/** What only the first call of a workspace within the minute may take: a twentieth, at least one. */
export function reserveOf(limit: number): number {
  return Math.max(1, Math.floor(limit / 20));
}

/** How much of a limit each of so many workspaces gets while all of them want all of it. */
export function shareOf(limit: number, workspaces: number): number {
  const sharers = Math.max(1, workspaces);
  return Math.max(1, Math.floor((GENEROSITY * (limit - reserveOf(limit))) / (1 + sharers * GENEROSITY)));
}

/** A call that its process never ended is over after this: a minute for the vendor's window and some to arrive. */
export const CALL_LEASE_SECONDS = 66;
/** A call in line whose process does not ask again within this time has left it. */
export const WAIT_LEASE_SECONDS = 5;

/** The circuit breaker opens when half of at least so many attempts within a minute failed. */
export const BREAKER_ATTEMPTS = 20;
/** It lets one call try after this, and waits twice as long after each one that fails. */
export const BREAKER_SECONDS = 15;
export const BREAKER_LONGEST_SECONDS = 300;

/** Why a call waits: the pause that the other side asked for, one of the limits, or calls of the same workspace before it. */
export const WAIT_REASONS = ["pause", "refusals", "requests", "line"] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/** What a person who waits is told. */
export interface Wait {
  reason: WaitReason;
  /** In the line of this workspace; 1 is next. */
  place: number;
  /** Until its turn; null when it depends on calls that are under way. */
  secondsLeft: number | null;
  /** Until it is given up. */
  givesUpInSeconds: number;
}

/** How a call ended, for the meter. */
export interface Settlement {
  /** The vendor may have it. */
  received: boolean;
  /** Counts as a 4xx. */
  refused: boolean;
  /** For the breaker; null when it says nothing about the other side. */
  failed: boolean | null;
  /** The pause that the reply asked for; null for none. */
  pauseSeconds: number | null;
}

/** Nothing left, and nothing is known about the other side. */
export const NOT_SENT: Settlement = { received: false, refused: false, failed: null, pauseSeconds: null };

/** Gateways that got no good answer from behind. A 4xx is an answer, and a 500 may be about this one call. */
const GATEWAY_STATUSES: readonly number[] = [502, 503, 504];

/** These end a call without a word about the other side. */
const OUR_OWN: readonly TransportFailure[] = ["cancelled", "console-address-blocked", "console-body-too-large", "console-budget", "console-breaker"];

/** What a call that ended counts for. One that may have arrived and brought no answer counts as a 4xx: gateways note a hung-up call as 499. */
export function settlementOf(answer: Pick<Reply, "kind" | "status" | "headers"> | FailedSend, now: Date): Settlement {
  if (answer.kind === "failed") {
    const { mayHaveBeenReceived: received, failure } = answer;
    return { received, refused: received, failed: OUR_OWN.includes(failure) ? null : true, pauseSeconds: null };
  }
  const { status } = answer;
  return { received: true, refused: status >= 400 && status <= 499, failed: GATEWAY_STATUSES.includes(status), pauseSeconds: pauseAskedBy(answer, now) };
}

/** Seconds that a 429 or 503 asks everybody to wait, 1 to 300; the least for one that cannot be read. Null when it asks for nothing. */
function pauseAskedBy({ status, headers }: Pick<Reply, "status" | "headers">, now: Date): number | null {
  if (status !== 429 && status !== 503) return null;
  const asked = readRetryAfter(headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1], now);
  if (asked.kind === "absent") return null;
  return asked.kind === "wait" ? asked.seconds : 1;
}

/** Environments whose limits are kept. The simulator is this console's own, and has a fair-use switch for each world. */
export function isLimited(environment: Environment): boolean {
  return environment !== "simulator";
}
