/** What the first-call wizard goes by: what was asked, and what came of it. Pure. */
import type { BasicEncoding, TokenRequestForm } from "../model";
import type { ApiVersion, Environment, HeaderField, TransportFailure } from "@/lib/upstream/model";
import type { Fault } from "../check-report";

/** What is known before anything is sent. */
export interface CheckContext {
  environment: Environment;
  apiVersion: ApiVersion;
  /** Scheme, host and port that is asked, for the sentences. */
  origin: string;
  basicEncoding: BasicEncoding;
  /** Whether the other encoding would give another Basic value for this client id and secret. */
  encodingsDiffer: boolean;
  tokenRequestForm: TokenRequestForm;
  /** The secret was kept with blanks at its ends. */
  secretHasEdgeWhitespace: boolean;
  scopes: readonly string[];
  /** "next" while the new secret of a rotation is tried. */
  secret: "current" | "next";
  /** How long one step may take. */
  deadlineMs: number;
}

/** What came of one request. Texts are already free of secrets. */
export type StepOutcome =
  | { kind: "reply"; status: number; headers: readonly HeaderField[]; bodyText: string; durationMs: number; skewSeconds: number | null }
  | { kind: "failed"; failure: TransportFailure; detail: string; durationMs: number };

export type StepReply = Extract<StepOutcome, { kind: "reply" }>;

/** Why a step did not go well, with what its sentences need. */
export interface Cause {
  verdict: Fault;
  /** Where it happened: the token endpoint, or a call with the token. */
  at: "exchange" | "call";
  reply?: StepReply;
  /** One sentence of the transport, or what is wrong with a token reply. */
  detail?: string;
}

/** Beyond this the clocks disagree enough to matter: tokens are renewed a minute before they expire. */
export const MAX_CLOCK_SKEW_SECONDS = 60;

/** The first value of a header, whatever its case. */
export function headerOf(headers: readonly HeaderField[], name: string): string | undefined {
  return headers.find(([known]) => known.toLowerCase() === name)?.[1];
}

/**
 * The server's clock minus ours, in whole seconds; null without a usable `Date` header. The
 * header has whole seconds and was written at some moment between sending and receiving, so the
 * doubt is subtracted: what is reported is the least that the clocks must differ.
 *
 * @see RFC 9110 §6.6.1
 */
export function clockSkewSeconds(headers: readonly HeaderField[], sentAtMs: number, receivedAtMs: number): number | null {
  const date = headerOf(headers, "date");
  if (!date || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date)) return null;
  const serverMs = Date.parse(date);
  if (Number.isNaN(serverMs)) return null;
  if (serverMs > receivedAtMs) return Math.floor((serverMs - receivedAtMs) / 1000);
  const latestMs = serverMs + 1000;
  return latestMs < sentAtMs ? -Math.floor((sentAtMs - latestMs) / 1000) : 0;
}

/** True when a reply is a web page, whatever it calls itself. */
export function isHtml(reply: StepReply): boolean {
  return (
    /^\s*(<!doctype html|<html)/i.test(reply.bodyText) ||
    (/\btext\/html\b/i.test(headerOf(reply.headers, "content-type") ?? "") && reply.bodyText.trim() !== "")
  );
}
