/**
 * What an answer, or the lack of one, means to a person: whose side it is on, whether anything
 * may have happened, what to do. Pure; the browser uses it too. It never dials and never retries.
 */
import type { Environment, HeaderField, TransportFailure } from "@/lib/upstream/model";

/** Whose side the cause is on. "cannot tell" is said rather than guessed. */
export type Party = "you" | "prioticket" | "supplier" | "console" | "network" | "cannot tell";

/**
 * Whether the request may have changed something on the other side.
 * "nothing to change" is a read: it had nothing to change in the first place.
 */
export type Effect = "nothing happened" | "nothing to change" | "it happened" | "unknown";

export type RetryVerdict = "safe" | "after waiting" | "after a change" | "not blindly";

export interface Retry {
  verdict: RetryVerdict;
  why: string;
  /** Seconds to wait before the next attempt, from now; only with "after waiting". */
  afterSeconds?: number;
}

/** The shape that the body of an error turned out to have, whatever its Content-Type claims. */
export type BodyKind = "prioticket" | "oauth" | "problem" | "json" | "html" | "text" | "broken-json" | "empty";

/** The server's own words, unchanged except that very long texts are cut. Always text, never markup. */
export interface TheirWords {
  bodyKind: BodyKind;
  error?: string;
  error_reference?: string;
  error_message?: string;
  error_description?: string;
  error_uri?: string;
  errors: readonly string[];
  /** A scope that the body names as missing. */
  scope?: string;
  /** The beginning of the body as plain text, for bodies that have none of the members above. */
  excerpt?: string;
}

export interface Diagnosis {
  /** "status-429" or "failure-dns". */
  code: string;
  /** The anchor of the entry on the Errors page; differs from `code` where only the class is known. */
  reference: string;
  /** Absent when no status line arrived. */
  status?: number;
  party: Party;
  title: string;
  meaning: string;
  effect: Effect;
  effectWhy: string;
  advice: readonly string[];
  retry: Retry;
  ask: string;
  theirWords: TheirWords;
  /** What else was noticed: a missing header, a scope that was named, a body of the wrong type. */
  notes: readonly string[];
}

export interface ReplyOutcome {
  kind: "reply";
  status: number;
  headers: readonly HeaderField[];
  /** As decoded text, possibly only its beginning. */
  bodyText: string;
  /** True when `bodyText` is not the whole body. */
  bodyTruncated: boolean;
}

export interface FailedOutcome {
  kind: "failed";
  failure: TransportFailure;
  /** One sentence without secrets, as lib/upstream gives it. */
  detail: string;
  mayHaveBeenReceived: boolean;
  /** The status line that had arrived before the body failed, if one had. */
  status?: number;
  /** When the console held it back: seconds after which it may go. */
  retryAfterSeconds?: number;
}

export interface DiagnoseInput {
  operationId: string;
  method: string;
  environment: Environment;
  outcome: ReplyOutcome | FailedOutcome;
  sent: { hadAuthorization: boolean; accept: string | undefined; contentType: string | undefined };
  now: Date;
}

/** Endpoints that fail alike. Decides what a retry risks and what there is to reconcile. */
export type EndpointKind = "token" | "ping" | "read" | "reservation" | "order" | "cancellation" | "payment" | "write";

/** Something that differs by endpoint. The most exact member wins: the kind, then its group, then `every`. */
export type ByEndpoint<T> = { every: T; reads?: T; writes?: T } & Partial<Record<EndpointKind, T>>;

/** A header that should come with a status, and what its absence means. */
export interface ExpectedHeader {
  name: string;
  must: boolean;
  purpose: string;
}

/** One entry of the tables: a status, a class of statuses, or a transport failure. */
export interface Entry {
  /** As people call it: "Too many requests". */
  name: string;
  party: Party;
  title: ByEndpoint<string>;
  meaning: ByEndpoint<string>;
  /** What a changing request may have done. Reads never change anything. */
  onWrites: "nothing happened" | "it happened" | "unknown";
  advice: ByEndpoint<readonly string[]>;
  retry: ByEndpoint<Retry>;
  ask: string;
  header?: ExpectedHeader;
}
