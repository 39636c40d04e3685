import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

interface Stored {
  status: number;
  rawHeaders: string[];
  body: Buffer;
}

/** A cache for everybody between people and the console. */
export interface SharedCache {
  origin: string;
  /** Paths of the answers it has kept. */
  stored(): string[];
  /** How many requests it has answered by itself. */
  hits(): number;
  close(): Promise<void>;
}

/**
 * The most naïve cache that still obeys the one word that counts: it keeps every answer to a GET that does not say "no-store", and
 * gives it to whoever asks for the path, whatever their cookies and headers; "private", Vary and ages mean nothing to it.
 *
 * @param options.deaf - it does not even hear "no-store"
 */
export async function openSharedCache(consoleOrigin: string, { deaf = false } = {}): Promise<SharedCache> {
  const upstream = new URL(consoleOrigin);
  const kept = new Map<string, Stored>();
  let hits = 0;
  const server = http.createServer((request, response) => {
    const path = request.url ?? "";
    const isRead = request.method === "GET";
    const found = isRead ? kept.get(path) : undefined;
    if (found !== undefined) {
      hits += 1;
      return void response.writeHead(found.status, found.rawHeaders).end(found.body);
    }
    const headers = { ...request.headers, host: upstream.host };
    const onward = http.request({ host: "127.0.0.1", port: upstream.port, method: request.method, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const mayBeKept = deaf || !/no-store/i.test(answer.headers["cache-control"] ?? "");
        if (isRead && mayBeKept) kept.set(path, { status: answer.statusCode ?? 502, rawHeaders: answer.rawHeaders, body: Buffer.concat(chunks) });
      });
      answer.on("error", () => response.destroy());
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    stored: () => [...kept.keys()],
    hits: () => hits,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
