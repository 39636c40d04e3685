import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { beginSpan, type Span } from "@/lib/shared/tracing";

/** Others are any text that a client likes. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];
const OTHER_METHOD = "_OTHER";

/**
 * Begins the span of a request. A `traceparent` that comes with it is ignored: proxies hand on whatever a client sent, and strangers are
 * not to choose what is collected and under which number.
 *
 * @param facts - `route` as the folders are called, undefined where nothing serves the address
 */
export function beginRequestSpan({ method: given = "" }: IncomingMessage, { requestId, route }: { requestId: string; route: string | undefined }): Span {
  const method = METHODS.includes(given) ? given : OTHER_METHOD;
  const name = [method === OTHER_METHOD ? "HTTP" : method, route].filter(Boolean).join(" ");
  return beginSpan(name, "server", { "console.request.id": requestId, "http.request.method": method, ...(route !== undefined && { "http.route": route }) });
}

/** Ends it once the answer is out or has broken off. */
export function endRequestSpan(span: Span, { statusCode, writableFinished }: ServerResponse): void {
  span.set({ "http.response.status_code": statusCode, ...(!writableFinished && { "console.cut": true }) });
  if (statusCode >= 500) span.fail(String(statusCode));
  span.end();
}
