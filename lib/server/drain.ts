/**
 * How a server stops without cutting anybody off. Three steps: it goes on taking requests while a load balancer finds
 * out, then refuses new ones and finishes those it has, then closes. A listening socket that is closed first would answer
 * "is it ready?" with a refused connection, and reset whoever had just connected.
 */
import "server-only";
import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

export interface Drain {
  /** False once new work is refused. */
  takesWork(): boolean;
  /** Counts a response as under way until it has gone out or broken off. */
  begun(response: ServerResponse): void;
  /** Resolves when nothing is under way and the server is closed. Call it once. */
  finish(server: Server, goOnForMs: number): Promise<void>;
}

/** The counter for one server. */
export function makeDrain(): Drain {
  const underWay = new Set<ServerResponse>();
  let takesWork = true;
  let isEnding = false;
  let sayEmpty = (): void => undefined;
  return {
    takesWork: () => takesWork,
    begun: (response) => {
      underWay.add(response);
      // Node adds `Connection: close`, so that the next request goes to another replica.
      if (isEnding) response.shouldKeepAlive = false;
      response.once("close", () => {
        underWay.delete(response);
        if (underWay.size === 0) sayEmpty();
      });
    },
    finish: async (server, goOnForMs) => {
      isEnding = true;
      for (const response of underWay) response.shouldKeepAlive = false;
      await pause(goOnForMs);
      takesWork = false;
      if (underWay.size > 0) await new Promise<void>((resolve) => (sayEmpty = resolve));
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}
