import http from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { HeaderField } from "../model";
import { play } from "./play-answer";

/** One request as it came over the wire; nothing is normalised. */
export interface RecordedRequest {
  method: string;
  /** The request target as sent, query included, percent-encoding untouched. */
  target: string;
  /** The target without its query. */
  path: string;
  query: URLSearchParams;
  /** Names and values in the order and the case in which they arrived. */
  rawHeaders: readonly HeaderField[];
  /** By lower-case name; the last one of a repeated header wins. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  bodyText: string;
  connectionId: number;
  receivedAtMs: number;
}

export interface RecordedConnection {
  id: number;
  /** `performance.now()` when the socket was gone, undefined while it is open. */
  closedAtMs: number | undefined;
  /** Settles when the socket is gone. */
  closed: Promise<void>;
}

/** What to answer. Every field may be left out: the default is an empty 200. */
export interface Answer {
  status?: number;
  headers?: readonly HeaderField[] | Readonly<Record<string, string>>;
  /** Text and bytes go out as they are; anything else as JSON, with its content type unless one is given. */
  body?: unknown;
  /** Content-Encoding to apply to the body, in order; the header is added. */
  encode?: readonly ("gzip" | "deflate" | "br")[];
  /** Wait this long before the status line. */
  delayMs?: number;
  /** Send the body in pieces of this many bytes, this far apart. */
  drip?: { bytes: number; everyMs: number };
  /** Never answer: the socket stays open until somebody closes it. "mid-body" sends the headers and half of the body first. */
  stall?: "before-headers" | "mid-body";
  /** Cut the connection with a TCP reset. "mid-body" sends the headers and half of the body first. */
  reset?: "before-headers" | "mid-body";
  /** These bytes instead of an HTTP reply; then the socket is closed, reset, or left open without another word. */
  raw?: string | Uint8Array;
  afterRaw?: "close" | "reset" | "stall";
}

/** What a handler may do itself instead of returning an answer. */
export interface Wire {
  socket: Socket;
  response: http.ServerResponse;
}

/** Answers by looking at the request. Returning nothing means that it has written to the wire itself. */
export type Handler = (request: RecordedRequest, wire: Wire) => Answer | void | Promise<Answer | void>;

export interface Script extends Answer {
  method?: string;
  /** Exact path, or a pattern; without one every path matches. */
  path?: string | RegExp;
  /** How many requests it serves. Scripts with a number are used up in their order, before those without. */
  times?: number;
  handler?: Handler;
}

export interface ScriptedUpstream {
  /** "http://127.0.0.1:41234" */
  readonly origin: string;
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  readonly connections: readonly RecordedConnection[];
  /** Among scripts without `times`, the newest that matches wins. Without any the answer is a telling 404. */
  answer(script: Script | Handler | Uint8Array): void;
  /** Forgets scripts and recorded requests; connections stay. */
  reset(): void;
  /** Waits until this many requests have arrived, and returns the last of them. */
  received(count: number): Promise<RecordedRequest>;
  openConnections(): number;
  close(): Promise<void>;
}

export interface ScriptedUpstreamOptions {
  /** Serve https with this key and certificate (PEM). */
  tls?: https.ServerOptions;
  /** Default 127.0.0.1. */
  host?: string;
}

/** A real server on a loopback port that answers as told and remembers what it was asked. */
export async function scriptedUpstream(options: ScriptedUpstreamOptions = {}): Promise<ScriptedUpstream> {
  const host = options.host ?? "127.0.0.1";
  const requests: RecordedRequest[] = [];
  const connections: RecordedConnection[] = [];
  const sockets = new Map<number, { socket: Socket; id: number }>();
  const waiting: { count: number; settle: (request: RecordedRequest) => void }[] = [];
  let scripts: Script[] = [];

  const pick = (request: RecordedRequest): Script | undefined => {
    const fitting = scripts.filter((script) => matches(script, request));
    const counted = fitting.find((script) => script.times !== undefined);
    if (counted?.times !== undefined) counted.times -= 1;
    return counted ?? fitting.at(-1);
  };

  const listener = async (incoming: http.IncomingMessage, response: http.ServerResponse) => {
    const request = await record(incoming, sockets.get(incoming.socket.remotePort ?? 0)?.id ?? -1);
    requests.push(request);
    for (const waiter of waiting) if (requests.length >= waiter.count) waiter.settle(request);
    await play(pick(request), request, { socket: incoming.socket, response });
  };
  const onRequest = (incoming: http.IncomingMessage, response: http.ServerResponse) => {
    // A client that goes away in the middle is part of many tests, not a failure of this server.
    listener(incoming, response).catch(() => incoming.socket.destroy());
  };
  const server = options.tls ? https.createServer(options.tls, onRequest) : http.createServer(onRequest);
  server.keepAliveTimeout = 60_000;

  server.on("connection", (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    const connection: RecordedConnection = { id: connections.length + 1, closedAtMs: undefined, closed: Promise.resolve() };
    connection.closed = new Promise((resolve) => {
      socket.on("close", () => {
        connection.closedAtMs = performance.now();
        sockets.delete(port);
        resolve();
      });
    });
    socket.on("error", () => socket.destroy());
    connections.push(connection);
    sockets.set(port, { socket, id: connection.id });
  });

  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;

  return {
    origin: `${options.tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    requests,
    connections,
    answer: (script) => {
      if (script instanceof Uint8Array) scripts.push({ raw: script });
      else if (typeof script === "function") scripts.push({ handler: script });
      else scripts.push({ ...script });
    },
    reset: () => {
      scripts = [];
      requests.length = 0;
    },
    received: (count) => {
      const last = requests[count - 1];
      return last ? Promise.resolve(last) : new Promise((settle) => waiting.push({ count, settle }));
    },
    openConnections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const { socket } of sockets.values()) socket.destroy();
      }),
  };
}

function matches(script: Script, request: RecordedRequest): boolean {
  if (script.times === 0) return false;
  if (script.method !== undefined && script.method !== request.method) return false;
  if (script.path === undefined) return true;
  return typeof script.path === "string" ? script.path === request.path : script.path.test(request.path);
}

async function record(incoming: http.IncomingMessage, connectionId: number): Promise<RecordedRequest> {
  const receivedAtMs = performance.now();
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const body = Buffer.concat(chunks);
  const rawHeaders: HeaderField[] = [];
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2)
    rawHeaders.push([incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? ""]);
  const target = incoming.url ?? "";
  const [path = "", ...query] = target.split("?");
  return {
    method: incoming.method ?? "",
    target,
    path,
    query: new URLSearchParams(query.join("?")),
    rawHeaders,
    headers: Object.fromEntries(rawHeaders.map(([name, value]) => [name.toLowerCase(), value])),
    body,
    bodyText: body.toString("utf8"),
    connectionId,
    receivedAtMs,
  };
}
