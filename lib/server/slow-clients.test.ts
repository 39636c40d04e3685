import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeServer } from "./server";

const HOST = "Host: console.test\r\n";
const LARGE = Buffer.alloc(64 * 1024 * 1024, "x");
const LIMITS = { headersMs: 500, requestMs: 800, restMs: 500, stalledMs: 800, lingerMs: 50, checkMs: 25, connections: 60, pipelined: 8 };

let server: Server;
let port = 0;
let opened: Socket[] = [];
let endless: ServerResponse | undefined;
let arrived = 0;
let asked = 0;

beforeEach(async () => {
  opened = [];
  arrived = 0;
  asked = 0;
  server = makeServer({
    limits: LIMITS,
    knownHosts: new Set(["console.test"]),
    trustedProxies: [],
    apiRoutes: ["body", "large", "live", "drip", "half-closed"].map((name) => ({ address: `/api/${name}`, pattern: new RegExp(`^/api/${name}$`), methods: ["GET", "POST"] })),
    pages: [],
    development: false,
    simulator: async (_req, res) => void res.end("simulator"),
    next: async (req, res) => {
      asked += 1;
      if (req.url === "/api/large") return void res.end(LARGE);
      if (req.url === "/api/live") {
        endless = res;
        return void res.writeHead(200).write("first");
      }
      if (req.url === "/api/drip") {
        for (let step = 0; step * 100 < 2 * LIMITS.requestMs; step += 1) {
          res.write(".");
          await pause(100);
        }
        return void res.end("whole");
      }
      if (req.url === "/api/half-closed") {
        res.writeHead(200, { "content-length": "100" }).write("half");
        return void res.socket?.end();
      }
      let bytes = 0;
      for await (const chunk of req) bytes += (chunk as Buffer).length;
      res.end(`took ${bytes}`);
    },
  });
  server.on("connection", () => (arrived += 1));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});

afterEach(() => {
  for (const socket of opened) socket.destroy();
  server.close();
});

/** A connection that never closes by itself: it stays half open when the other side ends. */
function open(...sent: readonly string[]): Socket {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  opened.push(socket.on("error", () => undefined));
  for (const one of sent) socket.write(one);
  return socket;
}

/** Resolves when the server holds so many connections. It is asked, because a client that does not read is not told. */
async function connectionsAre(count: number): Promise<void> {
  for (;;) {
    const now = await new Promise<number>((resolve) => server.getConnections((_error, found) => resolve(found)));
    if (now === count) return;
    await new Promise(setImmediate);
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

/** Sends a part again and again, as long as the connection takes it. */
function dripping(socket: Socket, part: string): void {
  const timer = setInterval(() => (socket.writable ? socket.write(part) : clearInterval(timer)), 20);
  socket.once("close", () => clearInterval(timer));
}

async function normal(): Promise<string> {
  const socket = open(`POST /api/body HTTP/1.1\r\n${HOST}Content-Length: 5\r\nConnection: close\r\n\r\nhello`);
  let text = "";
  for await (const chunk of socket) text += chunk;
  socket.destroy();
  return text;
}

it.each<[string, () => void]>([
  ["says nothing", () => void open()],
  ["never finishes the head", () => dripping(open(`GET / HTTP/1.1\r\n${HOST}`), "X-More: 1\r\n")],
  ["never finishes the body", () => dripping(open(`POST /api/body HTTP/1.1\r\n${HOST}Content-Length: 1000\r\n\r\n`), "x")],
  ["does not read the answer", () => void open(`GET /api/large HTTP/1.1\r\n${HOST}\r\n`).pause()],
  ["does not read, but goes on asking", () => dripping(open(`GET /api/large HTTP/1.1\r\n${HOST}\r\n`).pause(), `GET / HTTP/1.1\r\n${HOST}\r\n`)],
  ["sends noise and does not leave when told so", () => void open("\x16\x03\x01\x02 hello\r\n\r\n").resume()],
  ["asks for another protocol and does not leave", () => void open(`GET / HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`).resume()],
  ["sends empty lines after an answer", () => dripping(open(`GET / HTTP/1.1\r\n${HOST}\r\n`).resume(), "\r\n")],
  ["does not leave after an answer that was cut off", () => void open(`GET /api/half-closed HTTP/1.1\r\n${HOST}\r\n`).resume()],
])("cuts who %s, and serves others meanwhile", async (_who, attack) => {
  for (let n = 0; n < 20; n += 1) attack();
  await until(() => arrived === 20);
  for (let n = 0; n < 5; n += 1) expect(await normal()).toContain("took 5");
  await connectionsAre(0);
});

it("tells who is late that they are late, in the form of every refusal", async () => {
  const socket = open(`POST /api/body HTTP/1.1\r\n${HOST}Content-Length: 1000\r\n\r\n`);
  let text = "";
  for await (const chunk of socket) text += chunk;
  expect(text).toMatch(/^HTTP\/1\.1 408 /);
  expect(JSON.parse(text.split("\r\n\r\n")[1] ?? "")).toMatchObject({ origin: "console", status: 408, detail: "The request did not arrive in time." });
});

it("lets an answer wait for its own source as long as it likes", async () => {
  const live = open(`GET /api/live HTTP/1.1\r\n${HOST}\r\n`);
  await once(live, "data");
  // The longest limit of all has passed when this one is gone.
  dripping(open(`GET / HTTP/1.1\r\n${HOST}\r\n`).resume(), "\r\n");
  await until(() => arrived === 2);
  await connectionsAre(1);
  endless?.end("last");
  const [more] = (await once(live, "data")) as [Buffer];
  expect(more.toString()).toContain("last");
});

it("lets an answer drip out for longer than anybody may be silent", async () => {
  const socket = open(`GET /api/drip HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
  let text = "";
  for await (const chunk of socket) text += chunk;
  expect(text.split("\r\n\r\n")[1]).toContain("whole");
});

it("lets somebody read slowly who does read", async () => {
  const socket = open(`GET /api/large HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
  let bytes = 0;
  const began = performance.now();
  for await (const chunk of socket) {
    bytes += (chunk as Buffer).length;
    // Some three times as long as a stalled reader would get.
    if (performance.now() - began < 3 * LIMITS.stalledMs) await pause(10);
  }
  expect(bytes).toBeGreaterThan(LARGE.length);
});

it("closes connections beyond the limit as they come, and takes new ones when others have gone", async () => {
  for (let n = 0; n < LIMITS.connections; n += 1) open(`GET /api/live HTTP/1.1\r\n${HOST}\r\n`);
  await connectionsAre(LIMITS.connections);
  const beyond = open(`GET / HTTP/1.1\r\n${HOST}\r\n`);
  await once(beyond.resume(), "end");
  expect(beyond.bytesRead).toBe(0);
  for (const socket of opened) socket.destroy();
  await connectionsAre(0);
  expect(await normal()).toContain("took 5");
});

it("answers a few requests that were sent at once, in their order, and cuts who sends more than it would hold answers for", async () => {
  const request = (name: string) => `POST /api/body HTTP/1.1\r\n${HOST}Content-Length: ${name.length}\r\n\r\n${name}`;
  const few = open(["", "b", "ccc"].map(request).join(""), `GET / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
  let text = "";
  for await (const chunk of few) text += chunk;
  expect([...text.matchAll(/took (\d)/g)].map(([, bytes]) => bytes)).toEqual(["0", "1", "3", "0"]);

  asked = 0;
  const many = open(`GET /api/large HTTP/1.1\r\n${HOST}\r\n`.repeat(LIMITS.pipelined * 4));
  await until(() => asked > 0);
  await connectionsAre(0);
  expect(many.bytesRead).toBeLessThan(LARGE.length);
  expect(asked).toBeLessThanOrEqual(LIMITS.pipelined);
});
