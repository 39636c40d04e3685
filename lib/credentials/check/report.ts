/** The check's steps and its verdict as they are shown and kept. Pure. */
import { readErrorBody } from "@/lib/diagnosis/read-error-body";
import type { GrantedToken } from "@/lib/tokens/read-token-response";
import { CHECK_STEPS, type CheckReport, type CheckStep, type CheckStepName } from "../check-report";
import type { Cause, CheckContext, StepOutcome, StepReply } from "./facts";
import { isSkewed } from "./judge";
import { wordsFor, wordsForSuccess } from "./words";

const MAX_WORDS_CHARACTERS = 500;

/** A step whose request failed or was refused. */
export function failedStep(step: CheckStepName, outcome: StepOutcome | null, said: string): CheckStep {
  return { step, state: "failed", said, status: statusOf(outcome), durationMs: outcome?.durationMs ?? null };
}

/** The exchange, when it gave a token. */
export function grantedStep(outcome: StepOutcome, token: GrantedToken): CheckStep {
  const scopes = token.grantedStated ? ` with ${scopeWords(token.grantedScopes)}` : "";
  return { step: "exchange", state: "passed", said: `Token granted${scopes}.`, status: statusOf(outcome), durationMs: outcome.durationMs };
}

/** Names a few scopes, counts many: the scopes page is the place for all of them. */
function scopeWords(scopes: readonly string[]): string {
  if (scopes.length > 3) return `${scopes.length} scopes`;
  return scopes.length === 0 ? "an empty list of scopes" : `${scopes.length === 1 ? "the scope" : "the scopes"} ${scopes.join(", ")}`;
}

/** What the `Date` header of a reply says about the clocks. */
export function clockStep(skewSeconds: number | null): CheckStep {
  const step = { step: "clock", status: null, durationMs: null } as const;
  if (skewSeconds === null) return { ...step, state: "passed", said: "The server did not say what time it has." };
  if (isSkewed(skewSeconds)) return { ...step, state: "warned", said: skewSentence(skewSeconds) };
  return { ...step, state: "passed", said: skewSeconds === 0 ? "Both clocks agree." : skewSentence(skewSeconds) };
}

/** "The server's clock is 1 h 2 min ahead of the console's." */
export function skewSentence(skewSeconds: number): string {
  return `The server's clock is ${spell(Math.abs(skewSeconds))} ${skewSeconds > 0 ? "ahead of" : "behind"} the console's.`;
}

/** A read that needs no judging beyond its status. `optional` failures warn, because success may still follow. */
export function readStep(step: "ping" | "products", outcome: StepOutcome, cause: Cause | undefined, optional: boolean): CheckStep {
  const name = step === "ping" ? "Ping" : "Reading products";
  const done = cause === undefined;
  const said = outcome.kind === "reply" ? `${name} answered ${outcome.status}.` : `${name}: ${outcome.detail}`;
  return { step, state: done ? "passed" : optional ? "warned" : "failed", said, status: statusOf(outcome), durationMs: outcome.durationMs };
}

/** The whole report: the steps as they went, those that were not reached marked as skipped. */
export function makeReport(input: {
  steps: readonly CheckStep[];
  cause: Cause | undefined;
  skewSeconds: number | null;
  context: CheckContext;
  at: Date;
}): CheckReport {
  const { steps, cause, skewSeconds, context, at } = input;
  const words = cause ? wordsFor(cause, context) : wordsForSuccess(context);
  return {
    verdict: cause?.verdict ?? "works",
    ...words,
    theirWords: cause?.reply ? theirWords(cause.reply) : null,
    steps: CHECK_STEPS.map((name) => steps.find((step) => step.step === name) ?? skipped(name)),
    clockSkewSeconds: skewSeconds,
    checkedAt: at.toISOString(),
  };
}

function skipped(step: CheckStepName): CheckStep {
  return { step, state: "skipped", said: "Not tried, because an earlier step did not succeed.", status: null, durationMs: null };
}

/** The server's own words in one line; null when it said nothing that can be read. */
function theirWords(reply: StepReply): string | null {
  const {
    error,
    error_message: message,
    error_description: description,
    error_reference: reference,
    errors,
    excerpt,
  } = readErrorBody(reply.headers, reply.bodyText);
  const parts = [...new Set([error, message, description, ...errors].filter((part) => part !== undefined && part !== ""))];
  if (reference) parts.push(`reference ${reference}`);
  const line = (parts.length > 0 ? parts.join(" · ") : (excerpt ?? "")).replace(/\s+/g, " ").trim();
  if (line === "") return null;
  return line.length > MAX_WORDS_CHARACTERS ? `${line.slice(0, MAX_WORDS_CHARACTERS)}…` : line;
}

function statusOf(outcome: StepOutcome | null): number | null {
  return outcome?.kind === "reply" ? outcome.status : null;
}

function spell(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} days`;
}
