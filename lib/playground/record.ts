import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { CapturedBody } from "./capture";
import type { Masks } from "@/lib/shared/redact-json";
import { referencesOf } from "./references";
import { ONLY_SECRETS, redactBody, redactHeaders, redactInput, redactSent, redactWords, type RedactedInput } from "./redact-run";
import type { RunTrailer, UsedToken } from "./schema";
import type { HeaderField } from "@/lib/upstream/model";
import type { Plan } from "./sending/plan";

/** A run as it is kept. */

export interface FinishedRun {
  plan: Plan;
  trailer: RunTrailer;
  token: UsedToken | null;
  headers: readonly HeaderField[] | null;
  body: CapturedBody | null;
}

function appReferenceOf({ request }: RunTrailer): string | null {
  return request?.headers.find(([name]) => name.toLowerCase() === "app-reference")?.[1] ?? null;
}

/**
 * The row of a run, redacted and without the rest of a large body, and what it can be found by, which is taken from what is masked
 * whatever else is kept.
 *
 * @param keepsPersonal - whether the data of guests stays readable for now
 */
export function runRecord(scope: Pick<WorkspaceScope, "workspaceId" | "userId">, run: FinishedRun, keepsPersonal: boolean) {
  const { plan, trailer, body } = run;
  const input = redactInput(plan.input);
  const text = body === null ? undefined : redactBody(body.kept, body.keptWhole);
  const errorReference = trailer.diagnosis?.theirWords.error_reference ?? null;
  const references = referencesOf({ input: input.input, body: text, errorReference, appReference: appReferenceOf(trailer) });
  return { row: keepsPersonal ? rowOf(scope, run, ONLY_SECRETS) : rowOf(scope, run, undefined, { input, text }), references };
}

function rowOf(scope: Pick<WorkspaceScope, "workspaceId" | "userId">, run: FinishedRun, masks: Masks | undefined, done?: { input: RedactedInput; text: string | undefined }) {
  const { plan, trailer, token, headers, body } = run;
  const { outcome, diagnosis } = trailer;
  const kept = done === undefined ? (body === null ? undefined : redactBody(body.kept, body.keptWhole, masks)) : done.text;
  return {
    workspaceId: scope.workspaceId,
    id: plan.runId,
    operationId: plan.operation.id,
    environment: plan.input.environment,
    apiVersion: plan.input.apiVersion,
    credentialId: plan.input.credentialId,
    tokenId: token?.tokenId ?? null,
    exchangeId: outcome.kind === "no-token" ? outcome.exchangeId : null,
    input: { ...(done?.input ?? redactInput(plan.input, masks)) },
    request: trailer.request === null ? null : redactSent(trailer.request, masks),
    status: outcome.kind === "no-token" ? null : outcome.status,
    failure: outcome.kind === "failed" ? outcome.failure : null,
    responseHeaders: headers === null ? null : redactHeaders(headers, masks),
    responseBody: kept === undefined ? null : new TextEncoder().encode(kept),
    responseBytes: body?.bodyBytes ?? null,
    responseSha256: trailer.bodySha256,
    responseKeptWhole: body === null ? null : body.keptWhole && kept !== undefined,
    diagnosis: diagnosis === null ? null : { ...redactWords(diagnosis, masks) },
    errorCode: diagnosis?.theirWords.error ?? null,
    errorReference: diagnosis?.theirWords.error_reference ?? null,
    appReference: appReferenceOf(trailer),
    startedAt: new Date(trailer.startedAt),
    durationMs: Math.round(trailer.durationMs),
    madeBy: scope.userId,
    replayOf: plan.input.replayOf,
    holdsPersonal: masks !== undefined,
  };
}
