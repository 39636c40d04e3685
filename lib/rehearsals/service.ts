/**
 * Makes an error happen on purpose and explains it, over real sockets: in the simulator, or in a
 * stand-in on this machine. It never sends anything to a live environment, and keeps nothing.
 */
import "server-only";
import type { Operation } from "@/lib/catalog/model";
import { findOperation } from "@/lib/catalog/operations";
import { diagnose } from "@/lib/diagnosis/diagnose";
import type { FailedOutcome, ReplyOutcome } from "@/lib/diagnosis/model";
import { inPlace } from "@/lib/fair-use/bulkhead/service";
import { holdBack } from "@/lib/fair-use/rehearsal/service";
import { sendFor } from "@/lib/fair-use/service";
import { AppError } from "@/lib/shared/errors";
import { buildUrl } from "@/lib/upstream/build-url";
import { baseUrl } from "@/lib/upstream/environments";
import { BodyFailure, DEFAULT_API_VERSION, type OutboundRequest, type Send, type SendOptions } from "@/lib/upstream/model";
import { openTransport } from "@/lib/upstream/transport";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { authorizationFor } from "./authorization/service";
import { bodyOf, headersOf, maskedHeaders, PATH_VALUES } from "./compose";
import { rehearsalOf, type Rehearsal } from "./model";
import type { RehearsalAnswer, RehearsalInput } from "./schema";
import { openStandIn } from "./stand-in/service";

/** Characters of a reply's body that are shown. */
const MAX_SHOWN_CHARACTERS = 4_000;
/** Nobody waits for a rehearsal. */
const DEADLINE_MS = 8_000;
const STAND_IN_CONNECT_TIMEOUT_MS = 700;

/** Makes the named error happen once and says what it means. */
export async function rehearse(scope: WorkspaceScope, { body: input }: { body: RehearsalInput }, signal: AbortSignal): Promise<RehearsalAnswer> {
  assertMay(scope, "run.send");
  const operation = findOperation(input.operationId);
  if (operation === undefined) throw new AppError("input.refused", `There is no operation called ${input.operationId}.`);
  const rehearsal = rehearsalOf(input.reference);
  const requestReference = `rehearsal-${crypto.randomUUID()}`;
  const fault = rehearsal.via === "simulator" ? rehearsal.fault : undefined;
  // A stand-in never gets a real token.
  const authorization = await authorizationFor(scope, operation, signal, rehearsal.via === "simulator");
  const headers = headersOf({ operation, authorization, fault, requestReference });
  const sentAt = new Date();
  const { url, outcome } = await inPlace(scope.workspaceId, () => play(scope, rehearsal, operation, headers, signal));
  const answeredAt = new Date();
  const diagnosis = diagnose({
    operationId: operation.id,
    method: operation.method,
    // A stand-in plays a live environment; there its failures would be the network's.
    environment: rehearsal.via === "simulator" ? "simulator" : "sandbox",
    outcome,
    sent: { hadAuthorization: operation.auth !== "none", accept: "application/json", contentType: "application/json" },
    now: answeredAt,
  });
  return {
    playedBy: rehearsal.via === "simulator" || rehearsal.via === "stand-in" ? rehearsal.via : "nobody",
    request: { method: operation.method, url: url.href, headers: maskedHeaders(headers) },
    reply: outcome.kind === "reply" ? { status: outcome.status, headers: outcome.headers.map(([name, value]) => [name, value]), body: outcome.bodyText.slice(0, MAX_SHOWN_CHARACTERS) } : null,
    diagnosis: { ...diagnosis, advice: [...diagnosis.advice], notes: [...diagnosis.notes], theirWords: { ...diagnosis.theirWords, errors: [...diagnosis.theirWords.errors] } },
    requestReference,
    sentAt: sentAt.toISOString(),
    answeredAt: answeredAt.toISOString(),
    durationMs: answeredAt.getTime() - sentAt.getTime(),
  };
}

interface Played {
  url: URL;
  outcome: ReplyOutcome | FailedOutcome;
}

async function play(scope: WorkspaceScope, rehearsal: Rehearsal, operation: Operation, headers: OutboundRequest["headers"], signal: AbortSignal): Promise<Played> {
  const request = (base: URL): OutboundRequest => {
    const body = bodyOf(operation);
    return { method: operation.method, url: buildUrl(base, operation.path, PATH_VALUES), headers, body: body === undefined ? undefined : new TextEncoder().encode(body) };
  };
  const send = sendFor({ workspaceId: scope.workspaceId, credentialId: null });
  if (rehearsal.via === "meter") return { url: request(baseUrl("sandbox", DEFAULT_API_VERSION)).url, outcome: await holdBack(rehearsal.failure, scope.workspaceId) };
  if (rehearsal.via === "simulator") {
    const stop = rehearsal.cancelAfterMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(rehearsal.cancelAfterMs)]);
    return finish(send, request(baseUrl("simulator", DEFAULT_API_VERSION)), { signal: stop, deadlineMs: rehearsal.deadlineMs ?? DEADLINE_MS, maxBodyBytes: rehearsal.maxBodyBytes });
  }
  if (rehearsal.via === "forbidden address") return finish(send, request(new URL(`https://169.254.169.254/v${DEFAULT_API_VERSION}/distributor`)), { signal });
  if (rehearsal.via === "no such name") return overOwnTransport(request(new URL(`https://no-such-host.invalid/v${DEFAULT_API_VERSION}/distributor`)), "public", signal);
  const standIn = await openStandIn(rehearsal.standIn);
  try {
    const scheme = rehearsal.standIn.does === "stay silent" || rehearsal.standIn.does === "speak plainly" ? "https" : "http";
    return await overOwnTransport(request(new URL(`${scheme}://127.0.0.1:${standIn.port}/v${DEFAULT_API_VERSION}/distributor`)), "loopback", signal);
  } finally {
    await standIn.close();
  }
}

/** The product's own way out dials environments only; a rehearsal gets one that dials this one origin, once. */
async function overOwnTransport(request: OutboundRequest, rule: "public" | "loopback", signal: AbortSignal): Promise<Played> {
  const transport = openTransport({ ruleFor: (origin) => (origin === request.url.origin ? rule : undefined) });
  try {
    return await finish(transport.send, request, { signal, deadlineMs: DEADLINE_MS, connectTimeoutMs: STAND_IN_CONNECT_TIMEOUT_MS });
  } finally {
    transport.close();
  }
}

async function finish(way: Send, request: OutboundRequest, options: SendOptions): Promise<Played> {
  const reply = await way(request, options);
  if (reply.kind === "failed") return { url: request.url, outcome: reply };
  const decoder = new TextDecoder();
  let bodyText = "";
  try {
    for await (const chunk of reply.body) bodyText += decoder.decode(chunk, { stream: true });
    return { url: request.url, outcome: { kind: "reply", status: reply.status, headers: reply.headers, bodyText: bodyText + decoder.decode(), bodyTruncated: false } };
  } catch (error) {
    if (!(error instanceof BodyFailure)) throw error;
    return { url: request.url, outcome: { kind: "failed", failure: error.failure, detail: error.message, mayHaveBeenReceived: true, status: reply.status } };
  }
}
