import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { acceptsGzip } from "@/lib/simulator/negotiate";
import { Refusal } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";

const compress = promisify(gzip);

/** Below this a gzip envelope costs more than it saves. */
const MIN_GZIP_BYTES = 1024;

/** The bytes and headers of a reply, before compression. Pure but for the reference of a 406. */
export interface Rendered {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

/**
 * A reply as it goes over the wire. Nothing that the simulator says can run as a page, and it
 * never redirects or sets a cookie.
 */
export function render(reply: Reply): Rendered {
  const headers: Record<string, string> = {
    "Cache-Control": "private, no-cache",
    Vary: "Accept, Accept-Encoding, Authorization",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": randomUUID(),
  };
  if (reply.lastModified !== undefined) headers["Last-Modified"] = reply.lastModified.toUTCString();
  if (reply.language !== undefined) headers["Content-Language"] = reply.language;
  if (reply.note !== undefined) headers["Simulator-Note"] = reply.note;
  let bytes: Buffer = Buffer.alloc(0);
  if (reply.body.kind === "json") {
    headers["Content-Type"] = "application/json; charset=utf-8";
    bytes = Buffer.from(JSON.stringify(reply.body.value));
  } else if (reply.body.kind === "json-bytes") {
    headers["Content-Type"] = "application/json; charset=utf-8";
    bytes = reply.body.bytes;
  } else if (reply.body.kind === "bytes") {
    headers["Content-Type"] = reply.body.contentType;
    if (reply.body.fileName !== undefined) headers["Content-Disposition"] = `attachment; filename="${reply.body.fileName}"`;
    bytes = reply.body.bytes;
  }
  return { status: reply.status, headers: { ...headers, ...reply.headers }, bytes };
}

/** Whether what the caller has is still current; RFC 9110 §13.1.3 compares whole seconds. */
function isUnchanged(req: IncomingMessage, reply: Reply): boolean {
  const since = Date.parse(req.headers["if-modified-since"] ?? "");
  const reads = req.method === "GET" || req.method === "HEAD";
  if (!reads || reply.status !== 200 || reply.lastModified === undefined || Number.isNaN(since)) return false;
  return Math.floor(reply.lastModified.getTime() / 1000) * 1000 <= since;
}

const asItIs = (rendered: Rendered): Rendered => rendered;

/**
 * Answers: 304 where nothing changed, gzip where it is accepted, no body for HEAD.
 *
 * @param alter - changes what is sent, before it is compressed
 */
export async function writeReply(req: IncomingMessage, res: ServerResponse, reply: Reply, alter = asItIs): Promise<void> {
  if (isUnchanged(req, reply)) {
    const { headers } = alter(render({ ...reply, status: 304, body: { kind: "none" } }));
    res.writeHead(304, headers).end();
    return;
  }
  const rendered = alter(render(reply));
  const encoded = await encode(req, rendered, reply.body.kind === "json-bytes");
  res.writeHead(encoded.status, { ...encoded.headers, ...lengthOf(encoded) });
  res.end(req.method === "HEAD" ? undefined : encoded.bytes);
}

function lengthOf({ status, bytes }: Rendered): Record<string, string> {
  // RFC 9110 §8.6: no Content-Length with 204.
  return status === 204 ? {} : { "Content-Length": String(bytes.length) };
}

/** Of bytes that are kept, by themselves. */
const compressedBefore = new WeakMap<Buffer, Promise<Buffer>>();

function compressKept(bytes: Buffer): Promise<Buffer> {
  const before = compressedBefore.get(bytes) ?? compress(bytes);
  compressedBefore.set(bytes, before);
  return before;
}

async function encode(req: IncomingMessage, rendered: Rendered, isKept: boolean): Promise<Rendered> {
  let gzipWanted: boolean;
  try {
    gzipWanted = acceptsGzip(req.headers["accept-encoding"]);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    // An error is better sent in a form nobody asked for than not at all.
    return rendered.status >= 400 ? rendered : render(refusal.reply());
  }
  if (!gzipWanted || rendered.bytes.length < MIN_GZIP_BYTES) return rendered;
  return {
    ...rendered,
    headers: { ...rendered.headers, "Content-Encoding": "gzip" },
    bytes: await (isKept ? compressKept : compress)(rendered.bytes),
  };
}
