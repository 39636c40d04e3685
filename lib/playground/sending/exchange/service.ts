/**
 * The token endpoint as a run: lib/tokens makes the exchange, because only it may use the secret,
 * and its drawing of it is shown like any other reply. Neither secret nor token is in it.
 */
import "server-only";
import { AppError } from "@/lib/shared/errors";
import { normaliseScopes } from "@/lib/scopes/model";
import { spansAsText, type Span } from "@/lib/tokens/mask";
import type { ExchangeView, MintAnswer } from "@/lib/tokens/schema";
import { mint } from "@/lib/tokens/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { bodyFrames, headFrame, progressFrame } from "../../frames";
import type { RunInput, RunOutcome, SentRequest } from "../../schema";
import type { Course } from "../course";
import { scopesOf, type Plan } from "../plan";
import { stoppedOutcome } from "../token/service";
import { whileWaiting } from "../while-waiting";

type Drawn = ExchangeView["record"];

/**
 * The scopes that a form for the token endpoint asks for.
 *
 * @throws AppError `input.refused` for anything in it that the exchange does not send
 */
export function exchangeScopes(input: RunInput): string[] {
  const refuse = (path: string, message: string): never => {
    throw new AppError("input.refused", message, { issues: [{ path, message }] });
  };
  if (input.fault !== null) refuse("/fault", "Faults are rehearsed on resources, not on the exchange.");
  const [header] = Object.keys(input.headers);
  if (header !== undefined) refuse(`/headers/${header}`, "The exchange carries the documented headers and no others.");
  if (input.body === null) return normaliseScopes(input.scopes);
  const body = parsed(input.body);
  if (
    body === undefined ||
    body.grant_type !== "client_credentials" ||
    !Object.keys(body).every((name) => name === "grant_type" || name === "scope")
  ) {
    refuse(
      "/body",
      'The exchange is a JSON object with grant_type "client_credentials" and, if wanted, scope; the console adds nothing else and sends nothing else.',
    );
  }
  const scope = body?.scope ?? "";
  return typeof scope === "string" ? normaliseScopes(scope) : refuse("/body/scope", "scope is one text, with spaces between the scopes.");
}

function parsed(text: string): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function drawn(request: Drawn["request"]): SentRequest {
  const body = spansAsText(request.body);
  return {
    method: request.method,
    url: request.url,
    headers: request.headers.map(({ name, value }) => [name, spansAsText(value)]),
    body,
    bodyBytes: new TextEncoder().encode(body).length,
  };
}

function maskedCount(spans: readonly Span[]): number {
  return spans.filter((span) => "masked" in span).length;
}

/** Makes a new exchange, whatever tokens are alive: that is what calling the endpoint means. */
export async function* exchangeFrames(
  scope: WorkspaceScope,
  plan: Plan,
  course: Course,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const { runId, input } = plan;
  yield progressFrame({ runId, stage: "getting a token" });
  const wanted = { credentialId: input.credentialId ?? "", apiVersion: input.apiVersion, scopes: exchangeScopes(input), again: true };
  const made = yield* whileWaiting(runId, "getting a token", (onWait) =>
    mint(scope, wanted, signal, Date.now, onWait).catch((error: unknown): RunOutcome => {
      if (signal.aborted)
        return { kind: "failed", failure: "cancelled", detail: "Cancelled during the exchange.", mayHaveBeenReceived: true, status: null };
      if (error instanceof AppError) return stoppedOutcome(error);
      throw error;
    }),
  );
  if ("kind" in made) course.outcome = made;
  else yield* drawnFrames(plan, course, made);
}

function* drawnFrames(plan: Plan, course: Course, { exchange, token }: MintAnswer): Generator<Uint8Array, void, void> {
  const { request, reply, failure, notes, problem } = exchange.record;
  course.request = drawn(request);
  course.notes.push(
    ...notes,
    ...(problem === null ? [] : [problem]),
    "The secret and the token are masked here; the Tokens page shows this exchange and its token in full detail.",
  );
  if (reply === null) {
    course.outcome = failure === null ? undefined : { kind: "failed", ...failure, status: null };
    return;
  }
  const bytes = new TextEncoder().encode(spansAsText(reply.body));
  const headers = reply.headers.map(({ name, value }): [string, string] => [name, spansAsText(value)]);
  course.headers = headers;
  course.headerRedactions = reply.headers.reduce((sum, { value }) => sum + maskedCount(value), 0);
  const body = { bodyBytes: reply.bodyBytes, sha256: null, redactions: maskedCount(reply.body), kept: bytes, keptWhole: !reply.bodyCut };
  course.captured = () => body;
  course.outcome = failure === null ? { kind: "reply", status: reply.status } : { kind: "failed", ...failure, status: reply.status };
  const used = token === null ? null : { tokenId: token.id, expiresAt: token.expiresAt, renewed: false };
  course.shownToken = used;
  yield headFrame({
    origin: "upstream",
    runId: plan.runId,
    request: course.request,
    status: reply.status,
    headers,
    headersAfterMs: reply.headersAfterMs,
    token: used,
    scopes: scopesOf(plan, undefined),
  });
  yield* bodyFrames(bytes);
}
