/**
 * The words for "the other side": environments, versions, what goes out, what comes back.
 * Pure; the browser may use it. What actually dials is network.ts.
 */

/** `internal` exists upstream and is not for partners, so it is not offered. Source: facts §1.1. */
export const ENVIRONMENTS = ["simulator", "sandbox", "staging", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const API_VERSIONS = ["3.8", "3.7", "3.6", "3.5"] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];
export const DEFAULT_API_VERSION: ApiVersion = "3.8";

/** The host of each live environment. Source: facts §1.1. */
export const LIVE_ORIGINS: Record<Exclude<Environment, "simulator">, string> = {
  sandbox: "https://sandbox-distributor-api.prioticket.com",
  staging: "https://staging-distributor-api.prioticket.com",
  production: "https://distributor-api.prioticket.com",
};

/** Name and value as they are on the wire; order and case are kept. */
export type HeaderField = readonly [name: string, value: string];

export interface OutboundRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Built from the catalogue and an environment's origin, never from text that a person typed. */
  url: URL;
  headers: readonly HeaderField[];
  body: Uint8Array | undefined;
}

/**
 * Why no complete reply came back. Closed: lib/diagnosis has a text for each.
 * `console-*` are the console's own decisions, the rest happened on the way or on the other side.
 */
export const TRANSPORT_FAILURES = [
  "dns", // the name did not resolve
  "connect-refused", // nobody listens there
  "connect-timeout", // no TCP or TLS connection within the connect limit
  "tls", // certificate or protocol refused
  "reset", // the connection was closed before the reply was complete (status line or headers missing)
  "malformed", // not HTTP that we can read
  "truncated", // headers arrived, the body ended early
  "bad-encoding", // Content-Encoding says one thing, the bytes another
  "console-address-blocked", // the address is one the console refuses to dial
  "console-deadline", // the console stopped waiting
  "console-body-too-large", // more decoded bytes than the console keeps
  "console-budget", // it would have had to wait too long for the fair-use budget
  "console-breaker", // the calls of this credential failed too often, so they rest
  "cancelled", // a person pressed cancel
] as const;
export type TransportFailure = (typeof TRANSPORT_FAILURES)[number];

export interface FailedSend {
  kind: "failed";
  failure: TransportFailure;
  /** One sentence for a person, without secrets: "No answer within 60 s". */
  detail: string;
  /** Whether any byte of the request may have reached the other side. */
  mayHaveBeenReceived: boolean;
  /** When the console held it back: seconds after which it may go. */
  retryAfterSeconds?: number;
}

export interface Reply {
  kind: "reply";
  status: number;
  headers: readonly HeaderField[];
  /**
   * Decoded bytes (gzip, deflate, br undone), capped. Iterating throws a `BodyFailure` when the
   * cap, the deadline or the connection ends it early. Must be consumed or cancelled.
   */
  body: ReadableStream<Uint8Array>;
  /** Milliseconds from the call of send() until the headers were there. */
  headersAfterMs: number;
}

/** Thrown by a reply's body stream. */
export class BodyFailure extends Error {
  constructor(
    readonly failure: TransportFailure,
    detail: string,
  ) {
    super(detail);
    this.name = "BodyFailure";
  }
}

/** What traces say of a call. Nothing in it is of a person or of this one call. */
export interface CallFacts {
  /** Of the catalogue. */
  operation: string;
  /** Below `/{version}/distributor`. */
  pathTemplate: string;
  apiVersion: ApiVersion;
  /** 1 for the first. */
  attempt: number;
}

export interface SendOptions {
  /** Undefined for what is no operation. */
  about?: CallFacts | undefined;
  signal?: AbortSignal;
  /** From the call until the last byte of the body. Default 60_000, as the vendor advises (facts §1.7). */
  deadlineMs?: number;
  /** TCP + TLS. Default 5_000. */
  connectTimeoutMs?: number;
  /** Decoded bytes. Default 25 MiB. */
  maxBodyBytes?: number;
}

/** The one way out of the console. Never throws for what the other side does; that is a result. */
export type Send = (request: OutboundRequest, options?: SendOptions) => Promise<Reply | FailedSend>;
