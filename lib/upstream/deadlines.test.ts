import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { aTransport, anUpstream, collect, get, post } from "./testing/open-send";
import { CONNECT_TIMEOUT_MS, DEADLINE_MS } from "./transport";

const servers: net.Server[] = [];
const sockets: net.Socket[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Accepts connections and says nothing. */
async function aMuteServer(): Promise<{ port: number; accepted: net.Socket[] }> {
  const accepted: net.Socket[] = [];
  const server = net.createServer((socket) => {
    socket.on("error", () => undefined).resume();
    accepted.push(socket);
    sockets.push(socket);
  });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { port: (server.address() as net.AddressInfo).port, accepted };
}

/** Listens, but its process is stopped and its queue is full, so that the next connection hangs. */
async function aFrozenServer(): Promise<number> {
  const script = 'const s=require("net").createServer().listen({port:0,host:"127.0.0.1",backlog:1},()=>console.log(s.address().port))';
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const port = Number(line.toString());
  child.kill("SIGSTOP");
  for (let filled = 0; filled < 4; filled += 1) {
    const socket = net.connect(port, "127.0.0.1").on("error", () => undefined);
    sockets.push(socket);
    // The kernel accepts as many as fit into the queue; the first that it leaves hanging says that it is full.
    const isFull = await Promise.race([once(socket, "connect").then(() => false), wait(100).then(() => true)]);
    if (isFull) break;
  }
  return port;
}

const timed = async <T>(work: Promise<T>): Promise<{ value: T; tookMs: number }> => {
  const startedAtMs = performance.now();
  const value = await work;
  return { value, tookMs: performance.now() - startedAtMs };
};

it("has the limits that the vendor advises", () => {
  expect([CONNECT_TIMEOUT_MS, DEADLINE_MS]).toEqual([5_000, 60_000]);
});

it("gives up on a TLS handshake that never comes", async () => {
  const { port } = await aMuteServer();
  const { value, tookMs } = await timed(aTransport().send(get(`https://localhost:${port}`), { connectTimeoutMs: 200 }));
  expect(value).toMatchObject({
    failure: "connect-timeout",
    mayHaveBeenReceived: false,
    detail: expect.stringContaining("TLS handshake within 0.2 s"),
  });
  expect(tookMs).toBeLessThan(400);
});

it("gives up on a name that does not resolve in time", async () => {
  const { send } = aTransport({ resolve: () => undefined });
  expect(await send(get("http://slow.example"), { connectTimeoutMs: 100 })).toMatchObject({ failure: "dns", mayHaveBeenReceived: false });
});

it("gives up on a connection that is never accepted", async () => {
  const port = await aFrozenServer();
  const { value, tookMs } = await timed(aTransport().send(post(`http://127.0.0.1:${port}`, "{}"), { connectTimeoutMs: 200 }));
  expect(value).toMatchObject({
    failure: "connect-timeout",
    mayHaveBeenReceived: false,
    detail: "No connection to 127.0.0.1 within 0.2 s.",
  });
  expect(tookMs).toBeLessThan(400);
});

it("names the address at which nobody listens, and the name that does not resolve", async () => {
  const upstream = await anUpstream();
  await upstream.close();
  const refused = await aTransport().send(get(upstream.origin));
  expect(refused).toMatchObject({
    failure: "connect-refused",
    mayHaveBeenReceived: false,
    detail: expect.stringContaining(String(upstream.port)),
  });
  const { send } = aTransport({ resolve: (_name, done) => done(Object.assign(new Error("no"), { code: "ENOTFOUND" }), []) });
  expect(await send(get("http://nowhere.example"))).toMatchObject({ failure: "dns", detail: expect.stringContaining("nowhere.example") });
});

it.each([
  ["before the status line", { stall: "before-headers" as const }],
  ["in the headers", { raw: "HTTP/1.1 200 OK\r\nX-Half: ", afterRaw: "stall" as const }],
  ["in the status line", { raw: "HTTP/1.", afterRaw: "stall" as const }],
])("stops waiting at the deadline when the reply stalls %s", async (_case, answer) => {
  const upstream = await anUpstream();
  upstream.answer(answer);
  const { value, tookMs } = await timed(aTransport().send(post(upstream.origin, "{}"), { deadlineMs: 300 }));
  expect(value).toMatchObject({ failure: "console-deadline", mayHaveBeenReceived: true });
  expect(tookMs).toBeGreaterThan(280);
  expect(tookMs).toBeLessThan(500);
  await upstream.connections[0]?.closed;
});

it.each([
  ["stalls in the middle", { body: "x".repeat(1_000), stall: "mid-body" as const }],
  ["drips a byte at a time", { body: "x".repeat(1_000), drip: { bytes: 1, everyMs: 20 } }],
])("stops reading at the deadline when the body %s", async (_case, answer) => {
  const upstream = await anUpstream();
  upstream.answer(answer);
  const { value, tookMs } = await timed(collect(aTransport().send, get(upstream.origin), { deadlineMs: 300 }));
  expect(value).toMatchObject({ status: 200, bodyFailure: "console-deadline" });
  expect("bytes" in value && value.bytes).toBeGreaterThan(0);
  expect(tookMs).toBeLessThan(500);
  await upstream.connections[0]?.closed;
});

it.each([
  ["while it waits for headers", { stall: "before-headers" as const }],
  ["while it reads the body", { body: "x".repeat(1_000), stall: "mid-body" as const }],
])("closes the socket within 100 ms of a cancel %s", async (_case, answer) => {
  const upstream = await anUpstream();
  upstream.answer(answer);
  const cancel = new AbortController();
  const sending = collect(aTransport().send, get(upstream.origin), { signal: cancel.signal });
  await upstream.received(1);
  const pressedAtMs = performance.now();
  cancel.abort();
  await upstream.connections[0]?.closed;
  expect((upstream.connections[0]?.closedAtMs ?? Infinity) - pressedAtMs).toBeLessThan(100);
  const reply = await sending;
  expect("failure" in reply ? reply.failure : reply.bodyFailure).toBe("cancelled");
});

it("closes a connecting socket within 100 ms of a cancel, and knows that nothing was received", async () => {
  const { port, accepted } = await aMuteServer();
  const cancel = new AbortController();
  const sending = aTransport().send(post(`https://localhost:${port}`, "{}"), { signal: cancel.signal });
  await expect.poll(() => accepted.length).toBe(1);
  const closed = once(accepted[0]!, "close");
  const { tookMs } = await timed((cancel.abort(), closed));
  expect(tookMs).toBeLessThan(100);
  expect(await sending).toMatchObject({ failure: "cancelled", mayHaveBeenReceived: false });
});

it("sends nothing for a request that was cancelled before it began", async () => {
  const upstream = await anUpstream();
  expect(await aTransport().send(get(upstream.origin), { signal: AbortSignal.abort() })).toMatchObject({
    failure: "cancelled",
    mayHaveBeenReceived: false,
  });
  expect(upstream.connections).toHaveLength(0);
});

it("leaks no socket in a thousand cancels", async () => {
  const upstream = await anUpstream();
  upstream.answer({ body: "x".repeat(100), stall: "mid-body" });
  const transport = aTransport();
  for (let round = 0; round < 20; round += 1) {
    const cancels = Array.from({ length: 50 }, () => new AbortController());
    const sends = cancels.map(({ signal }, n) =>
      collect(transport.send, n % 2 ? get(upstream.origin) : post(upstream.origin, "{}"), { signal }),
    );
    await upstream.received((round + 1) * 50);
    for (const cancel of cancels) cancel.abort();
    await Promise.all(sends);
  }
  expect(transport.openSockets()).toBe(0);
  await Promise.all(upstream.connections.map(({ closed }) => closed));
  expect(upstream.openConnections()).toBe(0);
  expect(upstream.connections).toHaveLength(1_000);
}, 30_000);
