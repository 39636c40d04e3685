/**
 * Makes an error happen on purpose and explains it, over real sockets: in the simulator, or in a
 * stand-in on this machine. It never sends anything to a live environment, and keeps nothing but that an error
 * happened; what the simulator carries out before an answer is spoiled is in the workspace's world.
 */
import "server-only";
import { z } from "zod";
import { isWrite, type Operation } from "@/lib/catalog/model";
import { findOperation } from "@/lib/catalog/operations";
import { diagnose } from "@/lib/diagnosis/diagnose";
import type { FailedOutcome, ReplyOutcome } from "@/lib/diagnosis/model";
import { inPlace } from "@/lib/fair-use/bulkhead/service";
import { holdBack } from "@/lib/fair-use/rehearsal/service";
import { sendFor } from "@/lib/fair-use/service";
import { errorRehearsed } from "@/lib/partners/service";
import { AppError } from "@/lib/shared/errors";
import type { Secret } from "@/lib/shared/secret";
import { buildUrl } from "@/lib/upstream/build-url";
import { baseUrl } from "@/lib/upstream/environments";
import { BodyFailure, DEFAULT_API_VERSION, type CallFacts, type OutboundRequest, type Send, type SendOptions } from "@/lib/upstream/model";
import { openTransport } from "@/lib/upstream/transport";
import { assertMay, assertMayWriteTo } from "@/lib/workspaces/authorize";
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
  const rehearsal = rehearsalOf(input.reference);
  const operation = mustFind((rehearsal.via === "simulator" ? rehearsal.always : undefined) ?? input.operationId);
  if (rehearsal.via === "simulator") assertMayWriteTo(scope, "simulator", isWrite(operation));
  const requestReference = `rehearsal-${crypto.randomUUID()}`;
  const fault = rehearsal.via === "simulator" ? rehearsal.fault : undefined;
  // A stand-in never gets a real token.
  const recipient = { isSimulator: rehearsal.via === "simulator", needsToken: rehearsal.via === "simulator" && rehearsal.needsToken === true };
  const authorization = await authorizationFor(scope, operation, signal, recipient);
  const headers = headersOf({ operation, authorization, fault, requestReference });
  const sentAt = new Date();
  const body = bodyOf(operation, requestReference);
  const { url, outcome } = await inPlace(scope.workspaceId, () => play(scope, rehearsal, operation, { headers, body }, signal));
  const answeredAt = new Date();
  if (outcome.kind !== "reply" || outcome.status >= 400) await errorRehearsed(scope.workspaceId, answeredAt);
  const diagnosis = diagnose({
    operationId: operation.id,
    method: operation.method,
    // A stand-in plays a live environment; there its failures would be the network's.
    environment: rehearsal.via === "simulator" ? "simulator" : "sandbox",
    outcome,
    sent: { hadAuthorization: operation.auth !== "none", accept: "application/json", contentType: "application/json" },
    now: answeredAt,
  });
  const wasLost = rehearsal.via === "simulator" && rehearsal.always === "createOrder";
  return {
    playedBy: rehearsal.via === "simulator" || rehearsal.via === "stand-in" ? rehearsal.via : "nobody",
    request: { method: operation.method, url: url.href, headers: maskedHeaders(headers) },
    reply: shown(outcome),
    lookUp: wasLost ? await lookUp(scope, authorization, requestReference, signal) : null,
    diagnosis: { ...diagnosis, advice: [...diagnosis.advice], notes: [...diagnosis.notes], theirWords: { ...diagnosis.theirWords, errors: [...diagnosis.theirWords.errors] } },
    requestReference,
    sentAt: sentAt.toISOString(),
    answeredAt: answeredAt.toISOString(),
    durationMs: answeredAt.getTime() - sentAt.getTime(),
  };
}

function mustFind(operationId: string): Operation {
  const operation = findOperation(operationId);
  if (operation === undefined) throw new AppError("input.refused", `There is no operation called ${operationId}.`);
  return operation;
}

function shown(outcome: ReplyOutcome | FailedOutcome): RehearsalAnswer["reply"] {
  if (outcome.kind === "failed") return null;
  return { status: outcome.status, headers: outcome.headers.map(([name, value]) => [name, value]), body: outcome.bodyText.slice(0, MAX_SHOWN_CHARACTERS) };
}

const foundOrders = z.object({ data: z.object({ items: z.array(z.object({ order_reference: z.string() })) }) });

function aboutOf({ id, path }: Operation): CallFacts {
  return { operation: id, pathTemplate: path, apiVersion: DEFAULT_API_VERSION, attempt: 1 };
}

/** What whoever lost an answer does next: asks for the orders of that external reference. */
async function lookUp(scope: WorkspaceScope, authorization: Secret | undefined, requestReference: string, signal: AbortSignal): Promise<RehearsalAnswer["lookUp"]> {
  const operation = mustFind("getOrders");
  const headers = headersOf({ operation, authorization, fault: undefined, requestReference });
  const url = buildUrl(baseUrl("simulator", DEFAULT_API_VERSION), operation.path, {}, [["order_external_reference", requestReference]]);
  const send = sendFor({ workspaceId: scope.workspaceId, credentialId: null, about: aboutOf(operation) });
  const { outcome } = await inPlace(scope.workspaceId, () => finish(send, { method: operation.method, url, headers, body: undefined }, { signal, deadlineMs: DEADLINE_MS }));
  const found = foundOrders.safeParse(outcome.kind === "reply" ? parsed(outcome.bodyText) : undefined);
  return {
    request: { method: operation.method, url: url.href, headers: maskedHeaders(headers) },
    reply: shown(outcome),
    orderReference: found.data?.data.items[0]?.order_reference ?? null,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Played {
  url: URL;
  outcome: ReplyOutcome | FailedOutcome;
}

interface Composed {
  headers: OutboundRequest["headers"];
  body: string | undefined;
}

async function play(scope: WorkspaceScope, rehearsal: Rehearsal, operation: Operation, { headers, body }: Composed, signal: AbortSignal): Promise<Played> {
  const bytes = body === undefined ? undefined : new TextEncoder().encode(body);
  const request = (base: URL): OutboundRequest => ({ method: operation.method, url: buildUrl(base, operation.path, PATH_VALUES), headers, body: bytes });
  const send = sendFor({ workspaceId: scope.workspaceId, credentialId: null, about: aboutOf(operation) });
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
