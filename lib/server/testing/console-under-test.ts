/**
 * The console on a socket without the framework's build: our own server, our own routes as app/ has
 * them, a real database and the real simulator. Between the two stands as much of the framework as
 * a route handler notices: it finds the file, fills in the parameters and knows the headers.
 */
import "next/dist/server/node-environment-baseline";
import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { workAsyncStorage, type WorkStore } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage, type RequestStore } from "next/dist/server/app-render/work-unit-async-storage.external";
import { setSettings, settings } from "@/lib/env";
import { LIVE_TYPE } from "@/lib/playground/live/model";
import { handleSimulator, startSimulator } from "@/lib/simulator/server";
import { patternOf, readApiRoutes, readPages, type ApiRoute } from "../routes";
import { makeServer } from "../server";
import { APP, appFiles, handlersIn, type Answering } from "./app-folder";

interface Served {
  address: string;
  handlers: ReadonlyMap<string, Answering>;
}

export interface ConsoleUnderTest {
  origin: string;
  port: number;
  /** What was thrown past a route handler; the framework would have made a bare 500 of it. */
  thrown: unknown[];
  close(): Promise<void>;
}

/** @param planted - route handlers beside those of app/, by address, for a positive control */
export async function consoleUnderTest(planted: Readonly<Record<string, Readonly<Record<string, Answering>>>> = {}): Promise<ConsoleUnderTest> {
  const extra: Served[] = Object.entries(planted).map(([address, handlers]) => ({ address, handlers: new Map(Object.entries(handlers)) }));
  const served = [...extra, ...(await Promise.all(appFiles("route").map(async (file) => ({ address: file.address, handlers: await handlersIn(file) }))))];
  const knownHosts = new Set<string>();
  const thrown: unknown[] = [];
  const apiRoutes: ApiRoute[] = [...extra.map(({ address, handlers }) => ({ address, pattern: patternOf(address), methods: [...handlers.keys()] })), ...readApiRoutes(join(APP, "api"))];
  const server: Server = makeServer({
    knownHosts,
    trustedProxies: [],
    apiRoutes,
    pages: readPages(APP),
    development: false,
    simulator: handleSimulator,
    next: async (req, res) => {
      try {
        await serve(served, apiRoutes, req, res);
      } catch (error) {
        thrown.push(error);
        throw error;
      }
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const origin = `http://localhost:${port}`;
  knownHosts.add(`localhost:${port}`).add(`127.0.0.1:${port}`);
  setSettings({ ...settings(), port, publicUrl: new URL(origin), loopbackOrigin: `http://127.0.0.1:${port}` });
  startSimulator({ signingKey: settings().authSecret, publicOrigin: origin, report: (error) => void thrown.push(error) });
  process.env.NEXTAUTH_URL = origin;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { origin, port, thrown, close };
}

async function serve(served: readonly Served[], routes: readonly ApiRoute[], req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "", settings().publicUrl);
  const address = routes.find(({ pattern }) => pattern.test(url.pathname))?.address;
  const handler = served.find((one) => one.address === address)?.handlers.get(req.method === "HEAD" ? "GET" : (req.method ?? ""));
  if (address === undefined || handler === undefined) return void res.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) headers.set(name, String(value));
  const left = new AbortController();
  res.once("close", () => left.abort());
  const hasBody = req.method !== "GET" && req.method !== "HEAD";
  const request = new Request(url, { method: req.method ?? "", headers, signal: left.signal, ...(hasBody && { body: Readable.toWeb(req), duplex: "half" }) } as RequestInit);
  const response = await within(address, headers, async () => handler(request, { params: Promise.resolve(parametersOf(address, url.pathname)) }));
  for (const [name, value] of response.headers) if (name !== "set-cookie") res.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader("set-cookie", cookies);
  res.writeHead(response.status);
  const isEndless = response.headers.get("content-type") === LIVE_TYPE;
  const body = isEndless && response.body ? await beginningOf(response.body) : response.body;
  if (body && req.method !== "HEAD") await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), res);
  else res.end();
}

/** The first chunk of a stream that would go on as long as somebody listens; whoever asks here reads to the end. */
async function beginningOf(stream: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array> | null> {
  const reader = stream.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return value === undefined ? null : new Blob([value as Uint8Array<ArrayBuffer>]).stream();
}

/** Runs a handler where `headers()` of the framework finds this request. */
function within<T>(route: string, headers: Headers, work: () => Promise<T>): Promise<T> {
  return workAsyncStorage.run({ route } as WorkStore, () => workUnitAsyncStorage.run({ type: "request", phase: "action", headers } as unknown as RequestStore, work));
}

function parametersOf(address: string, pathname: string): Record<string, string | string[]> {
  const steps = pathname.split("/").map((step) => decodeURIComponent(step));
  return Object.fromEntries(
    address.split("/").flatMap((part, at) => {
      const [, rest, name] = /^\[(\.\.\.)?(.+)\]$/.exec(part) ?? [];
      if (name === undefined) return [];
      return [[name, rest ? steps.slice(at) : (steps[at] ?? "")]];
    }),
  );
}
