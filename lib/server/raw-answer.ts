/** Answers to what never became a request: noise, a head or a body that did not come in time, another protocol. */
import "server-only";
import { randomUUID } from "node:crypto";
import { STATUS_CODES, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { problemBody } from "./answer";
import { DATA_POLICY, SECURITY_HEADERS } from "./headers";

type Unreadable = NodeJS.ErrnoException & { rawPacket?: Buffer };

/** Answers on the bare socket and ends it. Whoever does not close then is cut (slow-clients.ts). */
export function answerUnreadable(server: Server, { development }: { development: boolean }): void {
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on("request", (req, res) => void latest.set(req.socket, res));
  server.on("clientError", (error, socket) => {
    const answering = latest.get(socket);
    // In the middle of an answer nothing else can be said.
    if (!socket.writable || (answering?.headersSent && !answering.writableFinished)) socket.destroy();
    else socket.end(rawAnswer(...whyUnreadable(error)));
  });
  // Nothing here speaks another protocol. In development the framework listens too, for hot reload.
  if (!development) server.on("upgrade", (_req, socket) => socket.end(rawAnswer(426, "This console speaks HTTP/1.1 only.", { upgrade: "HTTP/1.1" })));
}

function whyUnreadable(error: Unreadable): [status: number, detail: string] {
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") return [408, "The request did not arrive in time."];
  if (error.code === "HPE_HEADER_OVERFLOW") return [431, "The headers of the request are too large."];
  // A method of its own invention in an otherwise good request line is told apart from noise (RFC 9110 §9.1).
  const isMethod = error.code === "HPE_INVALID_METHOD" && /^[A-Z]{2,20} \/\S* HTTP\/1\.[01]\r\n/.test(error.rawPacket?.toString("latin1") ?? "");
  return isMethod ? [501, "This method is not known here."] : [400, "This is not a request in HTTP/1.1."];
}

function rawAnswer(status: number, detail: string, more: Readonly<Record<string, string>> = {}): string {
  const requestId = randomUUID();
  const body = problemBody(status, detail, requestId);
  const headers = {
    ...SECURITY_HEADERS,
    "content-security-policy": DATA_POLICY,
    "x-request-id": requestId,
    "content-type": "application/problem+json",
    "content-length": String(Buffer.byteLength(body)),
    ...more,
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${body}`;
}
