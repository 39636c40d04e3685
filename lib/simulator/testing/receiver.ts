import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Play = (res: ServerResponse, received: Received) => void;

export interface Receiver {
  origin: string;
  url: string;
  received: Received[];
  /** What the next requests are answered with, in turn; 200 when the list is empty. */
  next: Play[];
  /** Resolves once so many requests have come. */
  until(count: number): Promise<Received[]>;
}

export const status =
  (code: number, headers: Record<string, string> = {}, body = ""): Play =>
  (res) =>
    res.writeHead(code, headers).end(body);

/** Accepts and never answers. */
export const silence: Play = () => undefined;

/** A partner's webhook receiver on loopback, for as long as the test file runs. */
export async function aReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const next: Play[] = [];
  const waiting: { count: number; done: (all: Received[]) => void }[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const one = { method: req.method ?? "", path: req.url ?? "", headers: req.headers, body: Buffer.concat(chunks).toString("utf8") };
      received.push(one);
      (next.shift() ?? status(200))(res, one);
      for (const { count, done } of waiting) if (received.length >= count) done(received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/hook`,
    received,
    next,
    until: (count) =>
      new Promise((done) => {
        if (received.length >= count) done(received);
        else waiting.push({ count, done });
      }),
  };
}
