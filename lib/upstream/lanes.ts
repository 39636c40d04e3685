import "server-only";
import type { Socket } from "node:net";
import { Client } from "undici";
import { dial, type DialOptions } from "./dial";

/** Sockets in use at one origin at a time; more sends wait for their turn. Several times what one workspace may have under way. */
export const MAX_LANES_PER_ORIGIN = 512;
const MAX_IDLE_PER_ORIGIN = 32;
const IDLE_MS = 4_000;
const MAX_HEADER_BYTES = 64 * 1024;

/** One connection to one origin that serves one request at a time. */
export interface Lane {
  readonly client: Client;
  /** Whether an earlier request has already used this connection. */
  readonly isReused: boolean;
  /** Whether a byte of the current request has been handed to the operating system. */
  hasWritten(): boolean;
  /** Closes the socket now, also one that is still connecting; what waits on it fails with this error. */
  destroy(error: Error): void;
  /** Keeps the connection for the next request. */
  release(): void;
}

/** What identifies a pool, and how its connections are opened. */
export type LaneTarget = Omit<DialOptions, "connectTimeoutMs">;

export interface LaneRequest {
  /** Take an idle connection when there is one. */
  mayReuse: boolean;
  connectTimeoutMs: number;
  signal: AbortSignal;
}

export interface LanePool {
  /** @throws the signal's reason when it fires while all lanes are taken */
  acquire(request: LaneRequest): Promise<Lane>;
  openSockets(): number;
  close(): void;
}

interface Line {
  client: Client;
  socket: Socket | undefined;
  isConnected: boolean;
  bytesBefore: number;
  connectTimeoutMs: number;
}

/** Connections to one origin. Small on purpose: a request knows its socket, so cancelling can close it at once. */
export function lanePool(origin: string, target: LaneTarget): LanePool {
  const idle: Line[] = [];
  const lines = new Set<Line>();
  const waiting: (() => void)[] = [];
  let inUse = 0;

  const drop = (line: Line, error: Error) => {
    lines.delete(line);
    const at = idle.indexOf(line);
    if (at >= 0) idle.splice(at, 1);
    // Nobody waits for the end of a client that is thrown away.
    line.client.destroy(error).catch(() => undefined);
    line.socket?.destroy();
  };

  const open = (): Line => {
    const line: Omit<Line, "client"> & { client?: Client } = { socket: undefined, isConnected: false, bytesBefore: 0, connectTimeoutMs: 0 };
    const client = new Client(origin, {
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      connect: (_options, callback) => {
        line.isConnected = false;
        line.socket = dial({ ...target, connectTimeoutMs: line.connectTimeoutMs }, (error, socket) => {
          if (!socket) return callback(error ?? new Error("no socket"), null);
          line.isConnected = true;
          line.bytesBefore = socket.bytesWritten;
          callback(null, socket);
        });
      },
    });
    const complete = Object.assign(line, { client });
    client.on("disconnect", () => {
      if (idle.includes(complete)) drop(complete, new Error("closed while idle"));
    });
    lines.add(complete);
    return complete;
  };

  const turn = (signal: AbortSignal): Promise<void> => {
    if (inUse < MAX_LANES_PER_ORIGIN) {
      inUse += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      waiting.push(go);
    });
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else inUse -= 1;
  };

  return {
    async acquire({ mayReuse, connectTimeoutMs, signal }) {
      await turn(signal);
      const reused = mayReuse ? idle.pop() : undefined;
      const line = reused ?? open();
      line.connectTimeoutMs = connectTimeoutMs;
      line.bytesBefore = line.socket?.bytesWritten ?? 0;
      let isOver = false;
      const once = (end: () => void) => () => {
        if (isOver) return;
        isOver = true;
        end();
        leave();
      };
      return {
        client: line.client,
        isReused: reused !== undefined,
        hasWritten: () => line.isConnected && line.socket !== undefined && line.socket.bytesWritten > line.bytesBefore,
        destroy: (error) => once(() => drop(line, error))(),
        release: once(() => {
          if (line.socket?.destroyed || idle.length >= MAX_IDLE_PER_ORIGIN) drop(line, new Error("not needed"));
          else idle.push(line);
        }),
      };
    },
    openSockets: () => [...lines].filter((line) => line.socket && !line.socket.destroyed).length,
    close: () => {
      for (const line of [...lines]) drop(line, new Error("closed"));
    },
  };
}
