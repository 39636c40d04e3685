/** One request of the check, from sending to a text without secrets. The network comes in as an argument. */
import { mask, maskedText, spansAsText, type KnownSecret } from "@/lib/tokens/mask";
import { BodyFailure, type HeaderField, type OutboundRequest, type Send } from "@/lib/upstream/model";
import { clockSkewSeconds, type StepOutcome } from "./facts";

/** Decoded bytes; a token reply has under a thousand, one product some ten thousand. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** What is looked at of a body. */
const MAX_BODY_CHARACTERS = 100_000;

/** What one request may take and must not show. */
export interface CallLimits {
  signal: AbortSignal;
  deadlineMs: number;
  secrets: readonly KnownSecret[];
}

/** What came back: masked for judging and showing, and the bytes as they were for reading the token. */
export interface Called {
  outcome: StepOutcome;
  raw: { status: number; headers: readonly HeaderField[]; body: Uint8Array } | null;
}

/** Never throws for what the other side does. */
export async function call(send: Send, request: OutboundRequest, { signal, deadlineMs, secrets }: CallLimits): Promise<Called> {
  const sentAtMs = Date.now();
  const beganMs = performance.now();
  const durationMs = () => Math.round(performance.now() - beganMs);
  const sent = await send(request, { signal, deadlineMs, maxBodyBytes: MAX_BODY_BYTES });
  if (sent.kind === "failed") {
    return {
      raw: null,
      outcome: { kind: "failed", failure: sent.failure, detail: maskedText(sent.detail, secrets), durationMs: durationMs() },
    };
  }
  const skewSeconds = clockSkewSeconds(sent.headers, sentAtMs, Date.now());
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of sent.body) chunks.push(chunk);
  } catch (cause) {
    if (!(cause instanceof BodyFailure)) throw cause;
    return {
      raw: null,
      outcome: { kind: "failed", failure: cause.failure, detail: maskedText(cause.message, secrets), durationMs: durationMs() },
    };
  }
  const body = new Uint8Array(Buffer.concat(chunks));
  const bodyText = spansAsText(mask(new TextDecoder().decode(body), secrets)).slice(0, MAX_BODY_CHARACTERS);
  const headers = sent.headers.map(([name, value]): HeaderField => [maskedText(name, secrets), maskedText(value, secrets)]);
  return {
    raw: { status: sent.status, headers: sent.headers, body },
    outcome: { kind: "reply", status: sent.status, headers, bodyText, durationMs: durationMs(), skewSeconds },
  };
}
