/**
 * The first-call wizard: an exchange, the clocks, a ping and one read, told step by step, with
 * one verdict in words at the end. It uses a token of its own, which is not kept.
 */
import "server-only";
import { record, recordAhead } from "@/lib/audit/service";
import { takePlace } from "@/lib/fair-use/bulkhead/service";
import { sendFor } from "@/lib/fair-use/service";
import type { Secret } from "@/lib/shared/secret";
import { buildTokenRequest } from "@/lib/tokens/exchange";
import { maskedText, type KnownSecret } from "@/lib/tokens/mask";
import { readTokenResponse, type GrantedToken } from "@/lib/tokens/read-token-response";
import { baseUrl } from "@/lib/upstream/environments";
import { buildUrl } from "@/lib/upstream/build-url";
import type { HeaderField, Send } from "@/lib/upstream/model";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { encodingsDiffer } from "../basic";
import type { CheckReport, CheckStep } from "../check-report";
import { hasEdgeWhitespace } from "../entry";
import type { CheckEvent, CheckRequest } from "../schema";
import { reportSecretWorked, useCredential, type UsableCredential } from "../service";
import { inTransaction, lockRow, noteOnRow } from "../store";
import { trail } from "../trail";
import { call, type CallLimits } from "./call";
import type { Cause, CheckContext, StepOutcome } from "./facts";
import { isSkewed, judgeCall, judgeExchange } from "./judge";
import { clockStep, failedStep, grantedStep, makeReport, readStep, skewSentence } from "./report";
import { wordsFor } from "./words";

/** For each step. Neither the exchange nor these reads reach a supplier, so they are fast or not at all. */
const STEP_DEADLINE_MS = 30_000;

/**
 * Begins a check. What may not be checked fails here, before anything is told; the rest is told
 * by the events, of which the last is the report. Ending the iteration or the signal stops it.
 *
 * @throws AppError `resource.not-found`, `workspace.busy`, `input.refused` when the credential is switched off, or `console.unavailable` when a check in
 *   production cannot be written down
 */
export async function check(
  scope: WorkspaceScope,
  id: string,
  wanted: CheckRequest,
  signal: AbortSignal,
  deadlineMs = STEP_DEADLINE_MS,
): Promise<AsyncGenerator<CheckEvent, void>> {
  assertMay(scope, "credential.check");
  const credential = await useCredential(scope, id);
  const leave = takePlace(scope.workspaceId);
  // Who leaves before the first event never lets the generator begin, nor end.
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  await announced(scope, credential).catch((error: unknown) => {
    leave();
    throw error;
  });
  return toldInPlace({ scope, credential, wanted, signal, deadlineMs }, leave);
}

/** On record before it happens, where what it does cannot be taken back. */
async function announced(scope: WorkspaceScope, credential: UsableCredential): Promise<void> {
  if (credential.environment === "production") await recordAhead(trail(scope, "checking-in-production", credential));
}

async function* toldInPlace(run: Run, leave: () => void): AsyncGenerator<CheckEvent, void> {
  try {
    yield* tell(run);
  } finally {
    leave();
  }
}

interface Run {
  scope: WorkspaceScope;
  credential: UsableCredential;
  wanted: CheckRequest;
  signal: AbortSignal;
  deadlineMs: number;
}

async function* tell(run: Run): AsyncGenerator<CheckEvent, void> {
  const steps: CheckStep[] = [];
  const done = (step: CheckStep): CheckEvent => {
    steps.push(step);
    return { kind: "done", step };
  };
  yield { kind: "started", step: "exchange" };
  const { attempt, context, step } = await exchange(run);
  yield done(step);
  const skewSeconds = attempt.outcome?.kind === "reply" ? attempt.outcome.skewSeconds : null;
  if (attempt.outcome?.kind === "reply") yield done(clockStep(skewSeconds));
  let cause = attempt.cause;
  if (attempt.token) {
    yield { kind: "started", step: "ping" };
    const ping = await get(run, PING, [], attempt.secrets);
    yield done(readStep("ping", ping, judgeCall(ping, skewSeconds), true));
    yield { kind: "started", step: "products" };
    const products = await get(run, PRODUCTS, [["items_per_page", "1"]], attempt.secrets, attempt.token.accessToken);
    cause = judgeCall(products, skewSeconds);
    yield done(readStep("products", products, cause, false));
    cause = withSkew(cause, skewSeconds);
  }
  const report = makeReport({ steps, cause, skewSeconds, context, at: new Date() });
  if (report.verdict !== "cancelled") await keep(run, report);
  yield { kind: "report", report };
}

interface Attempt {
  outcome: StepOutcome | null;
  cause: Cause | undefined;
  token: GrantedToken | undefined;
  secrets: KnownSecret[];
}

/** With the waiting secret of a rotation first; when that is refused, it says whether the old one still serves. */
async function exchange(run: Run): Promise<{ attempt: Attempt; context: CheckContext; step: CheckStep }> {
  const which = run.credential.next ? "next" : "current";
  const context = contextOf(run, which);
  const attempt = await tryExchange(run, run.credential.next ?? run.credential.secret);
  if (attempt.token && attempt.outcome) {
    await reportSecretWorked(run.scope, { credentialId: run.credential.id, version: run.credential.version, which });
    return { attempt, context, step: grantedStep(attempt.outcome, attempt.token) };
  }
  const said = attempt.cause ? `${wordsFor(attempt.cause, context).title}.` : "";
  if (which === "next" && attempt.cause?.verdict === "credentials-refused") {
    const old = await tryExchange(run, run.credential.secret);
    const still = old.token ? " The old secret still works, and goes on serving." : " The old secret was not accepted either.";
    return { attempt, context, step: failedStep("exchange", attempt.outcome, said + still) };
  }
  return { attempt, context, step: failedStep("exchange", attempt.outcome, said) };
}

async function tryExchange(run: Run, secret: Secret): Promise<Attempt> {
  const { credential, wanted, signal, deadlineMs } = run;
  const built = buildTokenRequest({
    base: baseUrl(credential.environment, wanted.apiVersion),
    clientId: credential.clientId,
    clientSecret: secret,
    basicEncoding: credential.basicEncoding,
    form: credential.tokenRequestForm,
    scopes: wanted.scopes,
  });
  if (!built.ok) {
    const detail =
      built.error === "id-has-colon"
        ? "A client id with a colon cannot be sent in plain Basic."
        : "It holds half of a character, which has no form on the wire.";
    return { outcome: null, token: undefined, secrets: [], cause: { verdict: "unusable-encoding", at: "exchange", detail } };
  }
  const secrets: KnownSecret[] = [
    { value: built.value.secrets.basic ?? "", what: "Basic value" },
    { value: built.value.secrets.clientSecret, what: "client secret" },
  ];
  const { outcome, raw } = await call(wayOut(run, EXCHANGE), built.value.request, { signal, deadlineMs, secrets });
  const read = raw && (await readTokenResponse(raw, wanted.scopes, Date.now()));
  const judged = judgeExchange(outcome, read);
  // What is wrong with a token reply may quote it.
  const cause = judged?.detail === undefined ? judged : { ...judged, detail: maskedText(judged.detail, secrets) };
  if (cause || read?.kind !== "granted") return { outcome, cause, token: undefined, secrets };
  return {
    outcome,
    cause: undefined,
    token: read.token,
    secrets: [...secrets, { value: read.token.accessToken.reveal(), what: "access token" }],
  };
}

interface Asked {
  operation: string;
  pathTemplate: string;
}
const EXCHANGE: Asked = { operation: "getToken", pathTemplate: "/oauth2/token" };
const PING: Asked = { operation: "getSystemPing", pathTemplate: "/system/ping" };
const PRODUCTS: Asked = { operation: "getProducts", pathTemplate: "/products" };

async function get(
  run: Run,
  asked: Asked,
  query: readonly [string, string][],
  secrets: KnownSecret[],
  token?: Secret,
): Promise<StepOutcome> {
  const url = buildUrl(baseUrl(run.credential.environment, run.wanted.apiVersion), asked.pathTemplate, {}, query);
  const headers: HeaderField[] = [["Accept", "application/json"]];
  if (token) headers.unshift(["Authorization", `Bearer ${token.reveal()}`]);
  const limits: CallLimits = { signal: run.signal, deadlineMs: run.deadlineMs, secrets };
  return (await call(wayOut(run, asked), { method: "GET", url, headers, body: undefined }, limits)).outcome;
}

function wayOut({ scope, credential, wanted }: Run, asked: Asked): Send {
  return sendFor({ workspaceId: scope.workspaceId, credentialId: credential.id, about: { ...asked, apiVersion: wanted.apiVersion, attempt: 1 } });
}

function contextOf({ credential, wanted, deadlineMs }: Run, which: "current" | "next"): CheckContext {
  const secret = (which === "next" && credential.next ? credential.next : credential.secret).reveal();
  return {
    environment: credential.environment,
    apiVersion: wanted.apiVersion,
    origin: baseUrl(credential.environment, wanted.apiVersion).origin,
    basicEncoding: credential.basicEncoding,
    encodingsDiffer: credential.tokenRequestForm !== "body" && encodingsDiffer(credential.clientId, secret),
    tokenRequestForm: credential.tokenRequestForm,
    secretHasEdgeWhitespace: hasEdgeWhitespace(secret),
    scopes: wanted.scopes,
    secret: which,
    deadlineMs,
  };
}

/** Clocks that disagree are the verdict when all else went well, and the explanation when a fresh token was refused. */
function withSkew(cause: Cause | undefined, skewSeconds: number | null): Cause | undefined {
  if (skewSeconds === null || !isSkewed(skewSeconds)) return cause;
  if (!cause) return { verdict: "clock-skew", at: "call", detail: skewSentence(skewSeconds) };
  return cause.verdict === "clock-skew" ? { ...cause, detail: skewSentence(skewSeconds) } : cause;
}

async function keep({ scope, credential }: Run, report: CheckReport): Promise<void> {
  await inTransaction(scope.workspaceId, async (tx) => {
    const row = await lockRow(tx, scope.workspaceId, credential.id);
    if (!row) return; // deleted while it was checked
    await noteOnRow(tx, scope.workspaceId, credential.id, { lastCheckAt: new Date(report.checkedAt), lastCheck: { ...report } });
    await record(tx, trail(scope, "checked", row, { verdict: report.verdict }));
  });
}
