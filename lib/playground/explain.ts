import { diagnose } from "@/lib/diagnosis/diagnose";
import { endpointKind, pick } from "@/lib/diagnosis/endpoint-kind";
import { findEntry } from "@/lib/diagnosis/find-entry";
import type { DiagnoseInput, Diagnosis, FailedOutcome, ReplyOutcome } from "@/lib/diagnosis/model";
import type { ExchangeView } from "@/lib/tokens/schema";
import { spansAsText } from "@/lib/tokens/mask";
import type { HeaderField } from "@/lib/upstream/model";
import { DIAGNOSED_BODY_BYTES } from "./model";
import type { RunInput, SentRequest } from "./schema";

/** What the outcome of a run means, in the words of lib/diagnosis. */

function headerOf(headers: readonly HeaderField[], name: string): string | undefined {
  return headers.find(([known]) => known.toLowerCase() === name)?.[1];
}

function sentFacts(request: SentRequest): DiagnoseInput["sent"] {
  return {
    hadAuthorization: headerOf(request.headers, "authorization") !== undefined,
    accept: headerOf(request.headers, "accept"),
    contentType: headerOf(request.headers, "content-type"),
  };
}

function isOrdinary(diagnosis: Diagnosis, input: DiagnoseInput): boolean {
  const { status } = diagnosis;
  if (status === 304) return true;
  if (status === undefined || status < 200 || status > 299) return false;
  return diagnosis.title === pick(findEntry(status).entry.title, endpointKind(input.operationId, input.method));
}

export interface Explanation {
  /** Null for an ordinary good reply. */
  diagnosis: Diagnosis | null;
  /** What was noticed about an ordinary reply, e.g. a wrong content type. */
  notes: readonly string[];
}

/** Explains a reply or a transport failure of the call itself. */
export function explain(
  run: Pick<RunInput, "operationId" | "environment">,
  request: SentRequest,
  outcome: ReplyOutcome | FailedOutcome,
  now: Date,
): Explanation {
  const input: DiagnoseInput = {
    operationId: run.operationId,
    environment: run.environment,
    method: request.method,
    outcome,
    sent: sentFacts(request),
    now,
  };
  const diagnosis = diagnose(input);
  return isOrdinary(diagnosis, input) ? { diagnosis: null, notes: diagnosis.notes } : { diagnosis, notes: [] };
}

/** A complete reply as the diagnosis wants it: status, headers and the beginning of the body as text. */
export function replyOutcome(status: number, headers: readonly HeaderField[], kept: Uint8Array, isWhole: boolean): ReplyOutcome {
  const bodyText = new TextDecoder().decode(kept.subarray(0, DIAGNOSED_BODY_BYTES));
  return { kind: "reply", status, headers, bodyText, bodyTruncated: !isWhole || kept.length > DIAGNOSED_BODY_BYTES };
}

/** Explains why there is no token, from the exchange as it was drawn; null when the exchange got a reply that looks good. */
export function explainExchange(exchange: ExchangeView, now: Date): Diagnosis | null {
  const { record, environment } = exchange;
  const outcome = exchangeOutcome(record);
  if (outcome === undefined) return null;
  const sentHeaders = record.request.headers.map((header) => [header.name, spansAsText(header.value)] as const);
  const sent = { hadAuthorization: true, accept: headerOf(sentHeaders, "accept"), contentType: headerOf(sentHeaders, "content-type") };
  return diagnose({ operationId: "getToken", method: "POST", environment, outcome, sent, now });
}

function exchangeOutcome(record: ExchangeView["record"]): ReplyOutcome | FailedOutcome | undefined {
  if (record.failure) return { kind: "failed", ...record.failure };
  if (!record.reply) return undefined;
  const headers = record.reply.headers.map((header) => [header.name, spansAsText(header.value)] as const);
  return {
    kind: "reply",
    status: record.reply.status,
    headers,
    bodyText: spansAsText(record.reply.body),
    bodyTruncated: record.reply.bodyCut,
  };
}
