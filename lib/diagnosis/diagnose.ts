import { changesThings, endpointKind, pick } from "./endpoint-kind";
import { FAILURE_ENTRIES } from "./entries/failures";
import { findEntry } from "./find-entry";
import { observe, retryAfterOf } from "./observe";
import { readErrorBody } from "./read-error-body";
import { statusInWords } from "./reason-phrases";
import { effectSentence, reconcileAdvice } from "./reconcile";
import { refinementFor, type Evidence } from "./refine";
import type { DiagnoseInput, Diagnosis, Effect, EndpointKind, Entry, FailedOutcome, ReplyOutcome, Retry } from "./model";
import type { RetryAfter } from "./retry-after";
import { surprises } from "./surprises";

/** How long to wait where the server should have said it and did not. Seconds; 429 blocks for a minute (facts §1.6). */
const DEFAULT_WAIT_SECONDS: Readonly<Record<number, number>> = { 429: 60, 503: 10 };

/** Explains any reply and any transport failure. Never throws and never leaves a field blank. */
export function diagnose(input: DiagnoseInput): Diagnosis {
  const kind = endpointKind(input.operationId, input.method);
  return input.outcome.kind === "reply" ? ofReply(input, input.outcome, kind) : ofFailure(input, input.outcome, kind);
}

function ofReply(input: DiagnoseInput, reply: ReplyOutcome, kind: EndpointKind): Diagnosis {
  const words = readErrorBody(reply.headers, reply.bodyText);
  const evidence: Evidence = { input, reply, kind, words };
  const { entry, reference, listed } = findEntry(reply.status);
  const refinement = refinementFor(evidence);
  const surprise = surprises(evidence);
  const retryAfter = retryAfterOf(evidence);
  const effect = effectOf(entry, kind);
  const lead = refinement?.lead ?? surprise?.lead ?? (listed || isExpected(reply.status) ? undefined : `The reply has the status ${statusInWords(reply.status)}.`);
  return {
    code: `status-${reply.status}`,
    reference,
    status: reply.status,
    party: surprise?.party ?? entry.party,
    title: refinement?.title ?? surprise?.title ?? pick(entry.title, kind),
    meaning: [lead, pick(entry.meaning, kind)].filter((part) => part !== undefined).join(" "),
    effect,
    effectWhy: effectSentence(kind, effect),
    advice: [...(refinement?.advice ?? surprise?.advice ?? []), ...(surprise ? [] : pick(entry.advice, kind)), ...reconcileAdvice(kind, effect)],
    retry: withWait(pick(entry.retry, kind), reply.status, retryAfter),
    ask: surprise?.ask ?? entry.ask,
    theirWords: words,
    notes: observe(evidence, entry, retryAfter),
  };
}

function ofFailure(input: DiagnoseInput, outcome: FailedOutcome, kind: EndpointKind): Diagnosis {
  const entry = FAILURE_ENTRIES[outcome.failure];
  const effect = outcome.mayHaveBeenReceived ? effectOf({ onWrites: "unknown" }, kind) : effectOf({ onWrites: "nothing happened" }, kind);
  const isOwnSimulator = input.environment === "simulator" && entry.party === "network";
  return {
    code: `failure-${outcome.failure}`,
    reference: `failure-${outcome.failure}`,
    status: outcome.status,
    party: isOwnSimulator ? "console" : entry.party,
    title: pick(entry.title, kind),
    meaning: pick(entry.meaning, kind),
    effect,
    effectWhy: effectSentence(kind, effect),
    advice: [...pick(entry.advice, kind), ...reconcileAdvice(kind, effect)],
    retry: retryOfFailure(entry, outcome, kind),
    ask: entry.ask,
    theirWords: readErrorBody([], ""),
    notes: [
      ...(outcome.detail.trim() === "" ? [] : [outcome.detail]),
      ...(outcome.status === undefined ? [] : [`The status ${statusInWords(outcome.status)} had already arrived.`]),
      ...(isOwnSimulator ? ["The simulator is part of this console, so this is the console's own trouble and not Prioticket's."] : []),
      ...(outcome.mayHaveBeenReceived ? [] : ["No byte of the request reached the other side."]),
    ],
  };
}

function effectOf(entry: Pick<Entry, "onWrites">, kind: EndpointKind): Effect {
  if (changesThings(kind)) return entry.onWrites;
  return kind === "token" && entry.onWrites === "it happened" ? "it happened" : "nothing to change";
}

// A request that never left may be repeated, whatever it would have changed.
function retryOfFailure(entry: Entry, outcome: FailedOutcome, kind: EndpointKind): Retry {
  const retry = pick(entry.retry, kind);
  if (retry.verdict === "after waiting" && outcome.retryAfterSeconds !== undefined) return { ...retry, afterSeconds: outcome.retryAfterSeconds };
  if (retry.verdict !== "not blindly" || outcome.mayHaveBeenReceived) return retry;
  return { verdict: "safe", why: "Nothing reached the other side, so repeating does no harm." };
}

function withWait(retry: Retry, status: number, retryAfter: RetryAfter): Retry {
  const seconds = retryAfter.kind === "wait" ? retryAfter.seconds : DEFAULT_WAIT_SECONDS[status];
  return retry.verdict === "after waiting" && seconds !== undefined ? { ...retry, afterSeconds: seconds } : retry;
}

function isExpected(status: number): boolean {
  return status === 200 || status === 201 || status === 304;
}
