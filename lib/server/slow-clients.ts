/**
 * Cuts connections that hold on without getting anywhere. Node limits how long a request may take to arrive, and leaves the
 * rest alone: who never reads an answer, who never closes after being told to go, who sends an empty line now and then.
 */
import "server-only";
import type { Server } from "node:http";
import type { Socket } from "node:net";

/** How long a connection may take for what. All in milliseconds but the last. */
export interface ClientLimits {
  /** Until the head of a request is there. */
  headersMs: number;
  /** Until a request is there with its body. */
  requestMs: number;
  /** Between two answers; a connection of a browser or a proxy waits here for its next request. */
  restMs: number;
  /** For the next PROGRESS_BYTES of an answer to be taken, while there is something to take. */
  stalledMs: number;
  /** Between our last word on a connection and its end, so that the word can be read. */
  lingerMs: number;
  /** How often all this is looked at. */
  checkMs: number;
  /** Connections at a time; more are closed as they come. */
  connections: number;
  /** Requests on one connection that wait for their answers. Browsers and proxies send one; each more holds its answer in memory. */
  pipelined: number;
}

/** A limit, a look and the last word are below 11 s together, which leaves something for a busy machine to 15 s; but for a connection that rests. */
export const CLIENT_LIMITS: ClientLimits = { headersMs: 8_000, requestMs: 9_000, restMs: 65_000, stalledMs: 9_000, lingerMs: 500, checkMs: 500, connections: 4_096, pipelined: 8 };

/** Less than this in `stalledMs` is no reading: some 800 bytes a second, a tenth of the slowest mobile link. */
const PROGRESS_BYTES = 8 * 1024;

interface Client {
  answersUnderWay: number;
  /** Since when nothing is under way. */
  restsSinceMs: number;
  /** How much was taken at a moment at which more was waiting; undefined when nothing waits. */
  mark: { taken: number; atMs: number } | undefined;
  /** Since when everything is said and taken, and the other side has not closed. */
  saidAllSinceMs: number | undefined;
}

/** Holds the connections of a server to these limits. An answer that waits for its own source has nothing to be taken, and lives. */
export function limitClients(server: Server, limits: ClientLimits): void {
  server.headersTimeout = limits.headersMs;
  server.requestTimeout = limits.requestMs;
  server.keepAliveTimeout = limits.restMs;
  server.maxConnections = limits.connections;

  const clients = new Map<Socket, Client>();
  server.on("connection", (socket: Socket) => {
    clients.set(socket, { answersUnderWay: 0, restsSinceMs: performance.now(), mark: undefined, saidAllSinceMs: undefined });
    socket.once("close", () => clients.delete(socket));
  });
  // Before the one that answers, which leaves a destroyed connection alone.
  server.prependListener("request", (req, res) => {
    const client = clients.get(req.socket);
    if (!client) return;
    client.answersUnderWay += 1;
    if (client.answersUnderWay > limits.pipelined) req.socket.destroy();
    res.once("close", () => {
      client.answersUnderWay -= 1;
      client.restsSinceMs = performance.now();
    });
  });
  const looking = setInterval(() => {
    const nowMs = performance.now();
    for (const [socket, client] of clients) if (holdsOn(socket, client, limits, nowMs)) socket.destroy();
  }, limits.checkMs).unref();
  server.once("close", () => clearInterval(looking));
}

function holdsOn(socket: Socket, client: Client, limits: ClientLimits, nowMs: number): boolean {
  client.saidAllSinceMs = socket.writableFinished ? (client.saidAllSinceMs ?? nowMs) : undefined;
  if (client.saidAllSinceMs !== undefined) return nowMs - client.saidAllSinceMs >= limits.lingerMs;
  if (reads(socket, client, nowMs)) {
    // A single empty line ends Node's own limit for a connection at rest, and begins none.
    return client.answersUnderWay === 0 && nowMs - client.restsSinceMs > limits.restMs + limits.requestMs;
  }
  return nowMs - (client.mark?.atMs ?? nowMs) > limits.stalledMs;
}

/** False while something waits to be taken and too little was since the mark. */
function reads(socket: Socket, client: Client, nowMs: number): boolean {
  if (socket.writableLength === 0) {
    client.mark = undefined;
    return true;
  }
  const taken = takenFrom(socket);
  if (client.mark !== undefined && taken - client.mark.taken < PROGRESS_BYTES) return false;
  client.mark = { taken, atMs: nowMs };
  return true;
}

/**
 * Bytes that the kernel has taken. A stream counts a chunk when all of it is gone, which is too coarse for an answer in one piece,
 * so the handle's own queue is looked at, as Node's socket timeout does.
 */
function takenFrom(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { _handle?: { bytesWritten?: number; writeQueueSize?: number } | null };
  if (handle?.bytesWritten === undefined || handle.writeQueueSize === undefined) return socket.bytesWritten - socket.writableLength;
  return handle.bytesWritten - handle.writeQueueSize;
}
