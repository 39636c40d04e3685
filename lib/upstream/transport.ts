import "server-only";
import { AppError } from "@/lib/shared/errors";
import type { AddressRule } from "@/lib/shared/address-rules";
import { bodyStream } from "./body-stream";
import type { Resolve } from "./dial";
import { asError, codeOf, explain, SendStopped } from "./failures";
import { lanePool, type Lane, type LanePool } from "./lanes";
import type { FailedSend, HeaderField, OutboundRequest, Reply, Send, SendOptions } from "./model";

/** From the call until the last byte. Source: the vendor's advice, facts §1.7. */
export const DEADLINE_MS = 60_000;
/** Name, TCP and TLS. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** Decoded bytes of one body. */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;
/** 1xx messages before a reply; an honest server sends one or two. */
const MAX_INTERIM_REPLIES = 32;

export interface TransportOptions {
  /** What an origin may resolve to; undefined refuses it without a look-up. */
  ruleFor(origin: string): AddressRule | undefined;
  resolve?: Resolve;
  ca?: string;
}

export interface Transport {
  send: Send;
  openSockets(): number;
  close(): void;
}

/** A way out with its own connections. The product has one (network.ts); tests make their own. */
export function openTransport(options: TransportOptions): Transport {
  const pools = new Map<string, LanePool>();
  const poolFor = (url: URL, rule: AddressRule): LanePool => {
    const key = `${rule} ${url.origin}`;
    const known = pools.get(key);
    if (known) return known;
    const secure = url.protocol === "https:";
    const port = Number(url.port || (secure ? 443 : 80));
    const pool = lanePool(url.origin, { hostname: url.hostname, port, secure, rule, resolve: options.resolve, ca: options.ca });
    pools.set(key, pool);
    return pool;
  };

  const send: Send = async (request, sendOptions = {}) => {
    assertSendable(request);
    const rule = options.ruleFor(request.url.origin);
    if (!rule) {
      const detail = `The console does not talk to ${request.url.origin}: it is not the origin of a configured environment.`;
      return { kind: "failed", failure: "console-address-blocked", detail, mayHaveBeenReceived: false };
    }
    return sendOver(poolFor(request.url, rule), request, sendOptions);
  };

  return {
    send,
    openSockets: () => [...pools.values()].reduce((sum, pool) => sum + pool.openSockets(), 0),
    close: () => pools.forEach((pool) => pool.close()),
  };
}

/** One exchange under its deadline and its cancel button. */
async function sendOver(pool: LanePool, request: OutboundRequest, options: SendOptions): Promise<Reply | FailedSend> {
  const startedAtMs = performance.now();
  const { signal, deadlineMs = DEADLINE_MS, connectTimeoutMs = CONNECT_TIMEOUT_MS, maxBodyBytes = MAX_BODY_BYTES } = options;
  const stop = new AbortController();
  const cancel = () => stop.abort(new SendStopped("cancelled", "The request was cancelled; the connection was closed at once."));
  const deadline = setTimeout(
    () => stop.abort(new SendStopped("console-deadline", `No complete answer within ${deadlineMs / 1000} s; the console stopped waiting.`)),
    deadlineMs,
  );
  if (signal?.aborted) cancel();
  else signal?.addEventListener("abort", cancel, { once: true });
  const settle = () => {
    clearTimeout(deadline);
    signal?.removeEventListener("abort", cancel);
  };

  // Whether a write was received must stay knowable, so it never rides on a connection that the
  // other side may be closing this very moment. A read may, and is sent once more if that happens.
  const isRead = request.method === "GET";
  for (let mayReuse = isRead; ; mayReuse = false) {
    let lane: Lane | undefined;
    try {
      stop.signal.throwIfAborted();
      lane = await pool.acquire({ mayReuse, connectTimeoutMs, signal: stop.signal });
      const reply = await exchange(lane, request, stop.signal);
      const body = bodyStream({ lane, chunks: reply.body, headers: reply.headers, stop: stop.signal, maxBodyBytes, settle });
      return { kind: "reply", status: reply.status, headers: reply.headers, body, headersAfterMs: performance.now() - startedAtMs };
    } catch (error) {
      const mayHaveBeenReceived = lane?.hasWritten() ?? false;
      lane?.destroy(asError(error));
      if (lane?.isReused && isStale(error) && !stop.signal.aborted) continue;
      settle();
      return { kind: "failed", ...explain(stop.signal.aborted ? stop.signal.reason : error, "headers"), mayHaveBeenReceived };
    }
  }
}

interface RawReply {
  status: number;
  headers: readonly HeaderField[];
  body: AsyncIterable<Uint8Array>;
}

async function exchange(lane: Lane, request: OutboundRequest, stop: AbortSignal): Promise<RawReply> {
  // Tearing down the lane ends the request wherever it stands, even while the socket is connecting.
  const tearDown = () => lane.destroy(asError(stop.reason));
  stop.addEventListener("abort", tearDown, { once: true });
  let interimReplies = 0;
  const reply = await lane.client.request({
    method: request.method,
    path: `${request.url.pathname}${request.url.search}`,
    headers: request.headers.flat(),
    body: request.body ?? null,
    responseHeaders: "raw",
    onInfo: () => {
      interimReplies += 1;
      if (interimReplies > MAX_INTERIM_REPLIES) {
        lane.destroy(new SendStopped("malformed", `More than ${MAX_INTERIM_REPLIES} interim replies came and no final one.`));
      }
    },
  });
  // The parser lets control characters pass here; nobody shows the text, but such a line is no status line.
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(reply.statusText)) throw new SendStopped("malformed", "The status line holds control characters.");
  return { status: reply.statusCode, headers: pairs(reply.headers), body: reply.body };
}

/** The other side had already closed the idle connection: nothing of this request was looked at. */
function isStale(error: unknown): boolean {
  return ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"].includes(codeOf(error));
}

/** What cannot be put on the wire unchanged is the caller's mistake, and named. */
function assertSendable(request: OutboundRequest): void {
  for (const [name, value] of request.headers) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) throw new AppError("input.refused", `"${printable(name)}" is not a header name.`);
    // Visible ASCII, space, tab and Latin-1 (RFC 9110 §5.5). Anything else would be cut or would start a new line.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new AppError(
        "input.refused",
        `The header ${name} carries a line break, a control character or a character outside Latin-1, which cannot be sent.`,
      );
    }
  }
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 60);
}

function pairs(flat: unknown): HeaderField[] {
  const fields: HeaderField[] = [];
  if (!Array.isArray(flat)) return fields;
  for (let i = 0; i + 1 < flat.length; i += 2) fields.push([String(flat[i]), String(flat[i + 1])]);
  return fields;
}
