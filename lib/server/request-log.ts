import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "@/lib/http/log";

const MAX_PATH_CHARACTERS = 300;

/**
 * Begins to measure a request; what comes back writes one line about it, once its answer is out or has broken off. Never the query, in which people and programs put what
 * belongs nowhere.
 *
 * @param facts - `address` as the folders are called, where there is one, else the path as it came; `isProbe` where machines ask
 *   every few seconds, which is written at the level of debug only
 */
export function beginLine(req: IncomingMessage, res: ServerResponse, facts: { requestId: string; traceId: string | undefined; address: string; isProbe: boolean }): () => void {
  const beganMs = performance.now();
  const { socket } = req;
  const bytesBefore = socket.bytesWritten;
  return () => {
    const { requestId, traceId, address, isProbe } = facts;
    const line = { requestId, ...(traceId !== undefined && { traceId }), method: req.method, address: address.slice(0, MAX_PATH_CHARACTERS), status: res.statusCode, ms: Math.round(performance.now() - beganMs), bytes: socket.bytesWritten - bytesBefore };
    // An answer of which the end is missing looks whole by its status.
    log()[isProbe ? "debug" : "info"](res.writableFinished ? line : { ...line, cut: true }, "request");
  };
}
