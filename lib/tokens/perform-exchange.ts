/**
 * One exchange from the first byte to the drawing of it: sends the request, reads the reply, and
 * keeps both as they were with their secrets masked. The network and the clock come in as
 * arguments; nothing is stored here.
 */
import type { TokenRequestForm } from "@/lib/credentials/model";
import { BodyFailure, type FailedSend, type HeaderField, type Reply, type Send } from "@/lib/upstream/model";
import type { TokenRequest } from "./exchange";
import { mask, maskedText, type KnownSecret } from "./mask";
import type { DrawnHeader, ExchangeRecord } from "./model";
import { readTokenResponse, type ExchangeOutcome } from "./read-token-response";

/** Decoded bytes of a token reply; the documented one has under a thousand. */
const MAX_REPLY_BYTES = 262_144;

/** Characters of a reply's body that are kept for being shown. */
const KEPT_BODY_CHARACTERS = 16_384;

export interface PerformedExchange {
  outcome: ExchangeOutcome | FailedSend;
  record: ExchangeRecord;
  startedAtMs: number;
  /** When the last byte was there: from here a lifetime counts. */
  arrivedAtMs: number;
}

export interface ExchangeToPerform {
  send: Send;
  built: TokenRequest;
  form: TokenRequestForm;
  clientId: string;
  asked: readonly string[];
  /** Milliseconds since the epoch. */
  clock: () => number;
  signal: AbortSignal;
}

/** Never throws for what the other side does. */
export async function performExchange({
  send,
  built,
  form,
  clientId,
  asked,
  clock,
  signal,
}: ExchangeToPerform): Promise<PerformedExchange> {
  const secrets: KnownSecret[] = [
    { value: built.secrets.basic ?? "", what: "Basic value" },
    { value: built.secrets.clientSecret, what: "client secret" },
  ];
  const startedAtMs = clock();
  const sent = await send(built.request, { signal, maxBodyBytes: MAX_REPLY_BYTES });
  const came = sent.kind === "reply" ? await readBody(sent) : undefined;
  const arrivedAtMs = clock();

  const failure = sent.kind === "failed" ? sent : came?.failure;
  const outcome =
    sent.kind === "reply" && came && !failure ? await readTokenResponse({ ...sent, body: came.bytes }, asked, arrivedAtMs) : undefined;
  if (outcome?.kind === "granted") secrets.push({ value: outcome.token.accessToken.reveal(), what: "access token" });

  const record: ExchangeRecord = {
    form,
    request: {
      method: built.request.method,
      url: built.request.url.href,
      headers: drawHeaders(built.request.headers, secrets),
      // The client id is no secret, but only those who keep the credentials see it whole.
      body: mask(
        new TextDecoder().decode(built.request.body),
        form === "body" ? [...secrets, { value: clientId, what: "client id" }] : secrets,
      ),
    },
    reply: sent.kind === "reply" && came ? drawReply(sent, came.bytes, secrets) : null,
    failure: failure ? { failure: failure.failure, detail: failure.detail, mayHaveBeenReceived: failure.mayHaveBeenReceived } : null,
    clockSkewSeconds: sent.kind === "reply" ? skewOf(sent.headers, startedAtMs + sent.headersAfterMs) : null,
    refusal: outcome?.kind === "refused" ? drawRefusal(outcome, secrets) : null,
    problem: outcome?.kind === "malformed" ? maskedText(outcome.problem, secrets) : null,
    notes: outcome?.kind === "granted" ? outcome.notes.map((note) => maskedText(note, secrets)) : [],
  };
  return { outcome: outcome ?? failure ?? neverHappens(), record, startedAtMs, arrivedAtMs };
}

async function readBody(reply: Reply): Promise<{ bytes: Uint8Array; failure: FailedSend | undefined }> {
  const chunks: Uint8Array[] = [];
  let failure: FailedSend | undefined;
  try {
    for await (const chunk of reply.body) chunks.push(chunk);
  } catch (cause) {
    if (!(cause instanceof BodyFailure)) throw cause;
    failure = { kind: "failed", failure: cause.failure, detail: cause.message, mayHaveBeenReceived: true };
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), failure };
}

function drawReply(reply: Reply, bytes: Uint8Array, secrets: readonly KnownSecret[]): ExchangeRecord["reply"] {
  // Hidden first, cut then: a secret across the cut would be half shown.
  const spans = mask(new TextDecoder().decode(bytes), secrets);
  const body: typeof spans = [];
  let kept = 0;
  for (const span of spans) {
    if (kept >= KEPT_BODY_CHARACTERS) break;
    body.push("text" in span ? { text: span.text.slice(0, KEPT_BODY_CHARACTERS - kept) } : span);
    kept += "text" in span ? span.text.length : span.characters;
  }
  return {
    status: reply.status,
    headers: drawHeaders(reply.headers, secrets),
    body,
    bodyBytes: bytes.length,
    bodyCut: kept > KEPT_BODY_CHARACTERS || body.length < spans.length,
    headersAfterMs: Math.round(reply.headersAfterMs),
  };
}

function drawHeaders(headers: readonly HeaderField[], secrets: readonly KnownSecret[]): DrawnHeader[] {
  return headers.map(([name, value]) => ({ name: maskedText(name, secrets), value: mask(value, secrets) }));
}

function drawRefusal(outcome: Extract<ExchangeOutcome, { kind: "refused" }>, secrets: readonly KnownSecret[]): ExchangeRecord["refusal"] {
  const hide = (text: string | null) => (text === null ? null : maskedText(text, secrets));
  return {
    error: hide(outcome.error),
    description: hide(outcome.description),
    challenges: outcome.challenges.map(({ scheme, parameters }) => ({
      scheme,
      parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, maskedText(value, secrets)])),
    })),
    retryAfterSeconds: outcome.retryAfterSeconds,
  };
}

/** How far the other side's clock is ahead. `Date` has whole seconds, so half of one is added back. @see RFC 9110 §6.6.1 */
function skewOf(headers: readonly HeaderField[], receivedAtMs: number): number | null {
  const date = headers.find(([name]) => name.toLowerCase() === "date")?.[1];
  const theirs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(theirs) ? null : Math.round((theirs + 500 - receivedAtMs) / 1000);
}

function neverHappens(): never {
  throw new Error("A reply without failure has an outcome");
}
