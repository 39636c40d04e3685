import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { CapturedBody } from "./capture";
import { referencesOf, type FoundReference } from "./references";
import { redactBody, redactHeaders, redactInput, redactSent } from "./redact-run";
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

/** What the run can be found by, from its masked halves, whatever else of it is kept. */
export function runReferences({ plan, trailer, body }: FinishedRun): FoundReference[] {
  return referencesOf({
    input: redactInput(plan.input).input,
    body: body === null ? undefined : redactBody(body.kept, body.keptWhole),
    errorReference: trailer.diagnosis?.theirWords.error_reference ?? null,
    appReference: appReferenceOf(trailer),
  });
}

function appReferenceOf({ request }: RunTrailer): string | null {
  return request?.headers.find(([name]) => name.toLowerCase() === "app-reference")?.[1] ?? null;
}

/** The row of a run: redacted, and without the rest of a large body. */
export function runRecord(scope: Pick<WorkspaceScope, "workspaceId" | "userId">, run: FinishedRun) {
  const { plan, trailer, token, headers, body } = run;
  const { outcome, diagnosis } = trailer;
  const kept = body === null ? undefined : redactBody(body.kept, body.keptWhole);
  return {
    workspaceId: scope.workspaceId,
    id: plan.runId,
    operationId: plan.operation.id,
    environment: plan.input.environment,
    apiVersion: plan.input.apiVersion,
    credentialId: plan.input.credentialId,
    tokenId: token?.tokenId ?? null,
    input: { ...redactInput(plan.input) },
    request: trailer.request === null ? null : redactSent(trailer.request),
    status: outcome.kind === "no-token" ? null : outcome.status,
    failure: outcome.kind === "failed" ? outcome.failure : null,
    responseHeaders: headers === null ? null : redactHeaders(headers),
    responseBody: kept === undefined ? null : new TextEncoder().encode(kept),
    responseBytes: body?.bodyBytes ?? null,
    responseSha256: trailer.bodySha256,
    responseKeptWhole: body === null ? null : body.keptWhole && kept !== undefined,
    diagnosis: diagnosis === null ? null : { ...diagnosis },
    errorCode: diagnosis?.theirWords.error ?? null,
    errorReference: diagnosis?.theirWords.error_reference ?? null,
    appReference: appReferenceOf(trailer),
    startedAt: new Date(trailer.startedAt),
    durationMs: Math.round(trailer.durationMs),
    madeBy: scope.userId,
    replayOf: plan.input.replayOf,
  };
}
