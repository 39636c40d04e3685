import type { IncomingMessage } from "node:http";
import { Refusal } from "@/lib/simulator/refusal";

/** A larger body is refused before it is parsed. No real request of this API comes near it. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** How much of a refused body is read on, so that the caller can read the answer instead of a reset. */
const MAX_DRAINED_BYTES = 8 * MAX_BODY_BYTES;

/**
 * The whole body.
 *
 * @throws Refusal 413 over MAX_BODY_BYTES
 */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  if (Number(req.headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw tooLarge(req);
  // RFC 9112 §6.3: a request with neither of the two has no body to wait for.
  if (req.headers["content-length"] === undefined && req.headers["transfer-encoding"] === undefined) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isWhole = false;
  return new Promise((resolve, reject) => {
    req.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else {
        req.removeAllListeners("data");
        reject(tooLarge(req));
      }
    });
    req.on("end", () => {
      isWhole = true;
      resolve(Buffer.concat(chunks));
    });
    req.on("error", reject);
    req.on("close", () => {
      if (!isWhole) reject(new CallerLeft());
    });
  });
}

/** The caller closed the connection before the request was complete: there is nobody to answer. */
export class CallerLeft extends Error {
  constructor() {
    super("The caller left before the request was complete");
    this.name = "CallerLeft";
  }
}

function tooLarge(req: IncomingMessage): Refusal {
  let drained = 0;
  req.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > MAX_DRAINED_BYTES) req.destroy();
  });
  req.resume();
  return new Refusal(413, `A body may have at most ${MAX_BODY_BYTES} bytes.`, { headers: { Connection: "close" } });
}
