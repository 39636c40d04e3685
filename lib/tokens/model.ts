/**
 * What an exchange and a token are once they are kept: the exchange as it was drawn on the wire
 * with its secrets masked, the token as fingerprint, claims and times. Pure.
 */
import type { TokenRequestForm } from "@/lib/credentials/model";
import type { Secret } from "@/lib/shared/secret";
import type { ApiVersion, TransportFailure } from "@/lib/upstream/model";
import type { Inspection } from "./inspect";
import type { Lifetime } from "./lifetime";
import type { Span } from "./mask";
import type { Challenge } from "./read-token-response";

/** How an exchange ended. `failed` is transport: no complete reply came. */
export const EXCHANGE_OUTCOMES = ["granted", "refused", "malformed", "failed"] as const;
export type ExchangeOutcomeKind = (typeof EXCHANGE_OUTCOMES)[number];

/** A header as drawn: its value in spans, so that what is hidden is seen to be hidden. */
export interface DrawnHeader {
  name: string;
  value: Span[];
}

/** One exchange as it was, without its secrets. Kept as it is, and shown as it is. */
export interface ExchangeRecord {
  form: TokenRequestForm;
  request: { method: string; url: string; headers: DrawnHeader[]; body: Span[] };
  reply: {
    status: number;
    headers: DrawnHeader[];
    body: Span[];
    /** Decoded bytes of the whole body. */
    bodyBytes: number;
    /** True when `body` is only its beginning. */
    bodyCut: boolean;
    headersAfterMs: number;
  } | null;
  failure: { failure: TransportFailure; detail: string; mayHaveBeenReceived: boolean } | null;
  /** Seconds that the other side's `Date` is ahead of our clock, to about a second; null without a readable one. */
  clockSkewSeconds: number | null;
  /** The OAuth words of a refusal. */
  refusal: { error: string | null; description: string | null; challenges: Challenge[]; retryAfterSeconds: number | null } | null;
  /** What is wrong with a reply that came with success and holds no usable token. */
  problem: string | null;
  /** What is worth knowing about a good reply. */
  notes: string[];
}

/** What the inspector shows of a kept token. */
export interface TokenInspection extends Inspection {
  lifetime: Lifetime;
}

/** Which token is wanted. The scopes are a set: order and repetition do not matter. */
export interface TokenWanted {
  credentialId: string;
  apiVersion: ApiVersion;
  scopes: readonly string[];
}

/** Why a token is not given out any more: `changed` when its credential is not what it was. */
export const TOKEN_STATES = ["live", "expired", "forgotten", "refused", "changed"] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

/** Reasons in `tokens.retired_why`. */
export const RETIRED_BECAUSE = { forgotten: "forgotten", refused: "refused" } as const;

export interface TokenFacts {
  issuedAt: Date;
  expiresAt: Date;
  retiredWhy: string | null;
  credentialVersion: number;
  /** The credential as it is now; null when it is switched off. */
  currentVersion: number | null;
}

/** What state a kept token is in. Only a live one is ever given out. */
export function stateOf(token: TokenFacts, nowMs: number): TokenState {
  if (token.retiredWhy === RETIRED_BECAUSE.forgotten) return "forgotten";
  if (token.retiredWhy !== null) return "refused";
  if (token.expiresAt.getTime() <= nowMs) return "expired";
  return token.currentVersion === token.credentialVersion ? "live" : "changed";
}

/** A token that may be given out now. Never leaves the server. */
export interface LiveToken {
  tokenId: string;
  exchangeId: string;
  /** "Bearer …", ready for the header. */
  authorization: Secret;
  grantedScopes: readonly string[];
  /** False when the reply named no scope, so that what was asked counts as granted. */
  grantedStated: boolean;
  issuedAt: Date;
  expiresAt: Date;
}

/** Why there is no token. The exchange itself can be read by its id. */
export type NoToken =
  | { kind: "refused"; exchangeId: string; status: number; error: string | null; description: string | null }
  | { kind: "failed"; exchangeId: string; failure: TransportFailure | "no-usable-token"; detail: string }
  /** `locked`: nothing is tried by itself until a person acts. */
  | { kind: "backing-off"; exchangeId: string; failures: number; retryAt: Date; locked: boolean };

/** The failure that an exchange's record tells of. */
export function noToken(exchangeId: string, record: ExchangeRecord): NoToken {
  if (record.refusal && record.reply) {
    const { error, description } = record.refusal;
    return { kind: "refused", exchangeId, status: record.reply.status, error, description };
  }
  if (record.failure) return { kind: "failed", exchangeId, failure: record.failure.failure, detail: record.failure.detail };
  return { kind: "failed", exchangeId, failure: "no-usable-token", detail: record.problem ?? "The reply holds no usable token." };
}
