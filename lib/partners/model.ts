/** How a workspace comes along: the moments that count, and what makes them. Pure. */

/** Environments as the operators tell them apart: the built-in simulator, and everything real. */
export const PLACES = ["simulator", "live"] as const;
export type Place = (typeof PLACES)[number];

/** @param environment - of `lib/upstream/model.ts` */
export function placeOf(environment: string): Place {
  return environment === "simulator" ? "simulator" : "live";
}

/** What was called, as far as it counts here. */
export interface CallFacts {
  workspaceId: string;
  runId: string;
  operationId: string;
  environment: string;
  /** Null when no reply came. */
  status: number | null;
  /** What went wrong on the way; null when nothing did. */
  failure: string | null;
  startedAt: Date;
}

/** A token request through the playground is an exchange; it is no call of the API. */
const TOKEN_OPERATION = "getToken";
/** What makes a booking; a reservation only holds places. */
const BOOKING_OPERATION = "createOrder";

/** What a call is the proof of. Nothing is proven by a call that was redirected or not modified. */
export function provenBy({ operationId, status, failure }: Pick<CallFacts, "operationId" | "status" | "failure">): { isGood: boolean; isError: boolean; isBooking: boolean } {
  const isAnswered = failure === null && status !== null;
  const isGood = isAnswered && status >= 200 && status <= 299 && operationId !== TOKEN_OPERATION;
  return { isGood, isError: !isAnswered || status >= 400, isBooking: isGood && operationId === BOOKING_OPERATION };
}

/** The moments of one workspace, ISO 8601; null for what has not happened. */
export interface Progress {
  /** When its first member came; the steps take their time from then. */
  beganAt: string | null;
  credentialAt: string | null;
  tokenAt: string | null;
  good: Proof | null;
  error: Proof | null;
  booking: Proof | null;
  live: Proof | null;
  /** As an operator wrote it down: the day, and what it covers; null for none. */
  certified: { on: string; for: string } | null;
}

/** A moment and the run that proves it, while that run is kept. */
export interface Proof {
  at: string;
  runId?: string;
}
