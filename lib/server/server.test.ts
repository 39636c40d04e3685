import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { Agent, get, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLog } from "@/lib/http/log";
import { metrics } from "@/lib/shared/metrics";
import { processSlot } from "@/lib/shared/process-slot";
import { makeServer } from "./server";

let server: Server;
let port = 0;
let seen: { headers: Record<string, unknown>; url: string | undefined }[] = [];

beforeAll(async () => {
  server = makeServer({
    knownHosts: new Set(["console.test"]),
    mayReadMetrics: (authorization) => authorization === "Bearer right",
    trustedProxies: [],
    apiRoutes: [
      { address: "/api/metrics", pattern: /^\/api\/metrics$/, methods: ["GET"] },
      { address: "/api/half-read", pattern: /^\/api\/half-read$/, methods: ["POST"] },
      { address: "/api/things/[thing]", pattern: /^\/api\/things\/[^/]+$/, methods: ["GET", "HEAD", "OPTIONS"] },
    ],
    pages: [],
    development: false,
    simulator: async (_req, res) => void res.end("simulator"),
    next: async (req, res) => {
      seen.push({ headers: { ...req.headers }, url: req.url });
      if (req.url === "/api/half-read") {
        await once(req, "data");
        req.pause();
      }
      if (req.url === "/broken") throw new Error("password=hunter2");
      res.end("inner");
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});

afterAll(() => void server.close());

const HOST = "Host: console.test\r\n";

describe("what is refused before the framework sees it", () => {
  it.each([
    ["an absolute-form target", `GET http://evil.test/api/things/1 HTTP/1.1\r\n${HOST}`, 400],
    ["a target that begins with two slashes", `GET //evil.test/ HTTP/1.1\r\n${HOST}`, 400],
    ["a backslash that browsers read as a slash", `GET /\\evil.test HTTP/1.1\r\n${HOST}`, 400],
    ["an unknown host", "GET / HTTP/1.1\r\nHost: evil.test\r\n", 421],
    ["two hosts", `GET / HTTP/1.1\r\n${HOST}Host: evil.test\r\n`, 400],
    ["no host", "GET / HTTP/1.1\r\n", 400],
    ["TRACE", `TRACE / HTTP/1.1\r\n${HOST}`, 405],
    ["a method that nobody knows", `FOO / HTTP/1.1\r\n${HOST}`, 501],
    ["what is not HTTP at all", "\x16\x03\x01\x02 hello\r\n", 400],
    ["a method that is known but not served", `PROPFIND / HTTP/1.1\r\n${HOST}`, 501],
    ["an announced body over the limit", `POST /api/things/1 HTTP/1.1\r\n${HOST}Content-Length: 9000000\r\n`, 413],
    ["a length and a chunked body at once", `POST /api/things/1 HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n`, 400],
    ["an upgrade", `GET / HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n`, 426],
    ["an address that is not served", `GET /api/nothing HTTP/1.1\r\n${HOST}`, 404],
  ])("%s", async (_case, head, status) => {
    seen = [];
    const reply = await exchange(head);
    expect(reply.status).toBe(status);
    expect(reply.text.toLowerCase()).not.toContain("location:");
    expect(seen).toEqual([]);
  });

  it("names the methods that an address takes", async () => {
    const reply = await exchange(`DELETE /api/things/1 HTTP/1.1\r\n${HOST}`);
    expect(reply.status).toBe(405);
    expect(reply.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });

  it("takes only reads on pages, so that no Server Action can be called", async () => {
    const reply = await exchange(`POST /sign-in HTTP/1.1\r\n${HOST}Content-Length: 0\r\nNext-Action: abc\r\n`);
    expect(reply.status).toBe(405);
    expect(reply.headers.get("allow")).toBe("GET, HEAD");
  });
});

describe("a host that is not ours", () => {
  it.each([
    ["with the token, at the meters", "/api/metrics", "Bearer right", 200],
    ["with another token", "/api/metrics", "Bearer wrong", 421],
    ["with no token", "/api/metrics", "", 421],
    ["with the token, anywhere else", "/api/things/1", "Bearer right", 421],
    ["with the token, at a page", "/", "Bearer right", 421],
  ])("%s", async (_case, path, authorization, status) => {
    seen = [];
    const reply = await exchange(`GET ${path} HTTP/1.1\r\nHost: 10.0.0.7:3000\r\nAuthorization: ${authorization}\r\n`);
    expect(reply.status).toBe(status);
    expect(seen.map(({ headers }) => headers.host)).toEqual(status === 200 ? ["console.test"] : []);
  });

  it("is refused at the meters when there are two of them", async () => {
    const reply = await exchange("GET /api/metrics HTTP/1.1\r\nHost: 10.0.0.7\r\nHost: evil.test\r\nAuthorization: Bearer right\r\n");
    expect(reply.status).toBe(400);
  });
});

describe("what reaches the framework", () => {
  it("has lost every header that only a server may set, underscores included", async () => {
    seen = [];
    const forged = ["X-Forwarded-For: 1.2.3.4", "X_Forwarded_Host: evil.test", "X-Forwarded-Proto: https", "X-Middleware-Subrequest: a:a", "X-Nonce: evil", "Content-Security-Policy: script-src 'nonce-EVIL'", "X-Console-Client-Address: 9.9.9.9", "Next-Action: abc"];
    await exchange(`GET / HTTP/1.1\r\n${HOST}${forged.join("\r\n")}\r\nX-Console-Request: 1\r\n`);
    const headers = seen[0]?.headers ?? {};
    expect(headers["x-console-client-address"]).toBe("127.0.0.1");
    expect(headers["content-security-policy"]).not.toContain("EVIL");
    expect(headers["x-console-request"]).toBe("1");
    expect(Object.keys(headers).filter((name) => /forwarded|middleware|next-action/.test(name))).toEqual([]);
  });

  it("carries the nonce of the page, a new one each time", async () => {
    seen = [];
    const nonces = new Set<unknown>();
    for (let i = 0; i < 50; i++) await exchange(`GET / HTTP/1.1\r\n${HOST}`);
    for (const { headers } of seen) nonces.add(headers["x-nonce"]);
    expect(nonces.size).toBe(50);
    expect([...nonces].every((nonce) => Buffer.from(String(nonce), "base64").length >= 16)).toBe(true);
  });
});

it("does not let a body that nobody read to its end keep the next request waiting", async () => {
  const socket = connect(port, "127.0.0.1");
  const body = "x".repeat(700_000);
  socket.write(`POST /api/half-read HTTP/1.1\r\n${HOST}Content-Length: ${body.length}\r\n\r\n${body}`);
  socket.write(`GET / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
  let text = "";
  for await (const chunk of socket) text += chunk;
  expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
});

describe("10,000 pages", () => {
  it("have 10,000 nonces of 144 bits, each bit of which is as often set as not", async () => {
    seen = [];
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const open = () => new Promise<void>((resolve, reject) => void get({ port, host: "127.0.0.1", path: "/", agent, headers: { host: "console.test" } }, (res) => res.resume().on("end", resolve)).on("error", reject));
    for (let batch = 0; batch < 100; batch += 1) await Promise.all(Array.from({ length: 100 }, open));
    agent.destroy();
    const nonces = seen.map(({ headers }) => String(headers["x-nonce"]));
    expect(new Set(nonces).size).toBe(10_000);
    const bytes = nonces.map((nonce) => Buffer.from(nonce, "base64"));
    expect(bytes.every(({ length }) => length === 18)).toBe(true);
    const often = Array.from({ length: 144 }, (_, bit) => bytes.filter((one) => ((one[bit >> 3] ?? 0) >> (bit & 7)) & 1).length);
    // Six standard deviations of a fair coin: a UUID's fixed bits would be far outside.
    expect(Math.max(...often.map((count) => Math.abs(count - 5_000)))).toBeLessThan(300);
  });
});

describe("the log", () => {
  it("has one line for a request, with its address and never its query", async () => {
    const slot = processSlot<ReturnType<typeof makeLog>>("log");
    const lines: Record<string, unknown>[] = [];
    slot.set(makeLog({ write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }));
    const asked = ["GET /api/things/4711?token=hunter2 HTTP/1.1\r\n", "GET /runs/\x1b\xc2\x9b31m?q=hunter2 HTTP/1.1\r\n", "GET /runs/%1b[31m?q=hunter2 HTTP/1.1\r\n", "DELETE /api/things/1 HTTP/1.1\r\n", "GET /api/metrics HTTP/1.1\r\n"];
    for (const head of asked) await exchange(head + HOST);
    await until(() => lines.length >= 3);
    slot.clear();
    expect(lines.map(({ method, address, status }) => [method, address, status])).toEqual([
      ["GET", "/api/things/[thing]", 200],
      ["GET", "/runs/%1b[31m", 200],
      ["DELETE", "/api/things/[thing]", 405],
    ]);
    for (const { requestId, ms, bytes } of lines) expect([typeof requestId, typeof ms, Number(bytes) > 300]).toEqual(["string", "number", true]);
    expect(JSON.stringify(lines)).not.toContain("hunter2");
  });
});

it("measures how long answers took, by kind of address and of answer, and names none of them", async () => {
  const counts = async () => {
    const { values } = await metrics().requests.get();
    return new Map(values.filter(({ metricName }) => metricName?.endsWith("_count")).map(({ labels, value }) => [`${labels.area} ${labels.status}`, value]));
  };
  const before = await counts();
  for (const head of ["GET / HTTP/1.1\r\n", "GET /broken HTTP/1.1\r\n", "GET /api/simulator/v3.8/x HTTP/1.1\r\n", "GET /api/things/4711 HTTP/1.1\r\n"]) await exchange(head + HOST);
  const grown = async () => Object.fromEntries([...(await counts())].map(([kind, value]) => [kind, value - (before.get(kind) ?? 0)] as const).filter(([, more]) => more > 0));
  await expect.poll(grown).toEqual({ "page 2xx": 1, "page 5xx": 1, "simulator 2xx": 1, "other 2xx": 1 });
  expect(await metrics().registry.getSingleMetricAsString("console_http_request_seconds")).not.toContain("4711");
});

describe("every answer", () => {
  it.each([
    ["a page", "GET / HTTP/1.1\r\n", 200],
    ["an answer of the API", "GET /api/things/1 HTTP/1.1\r\n", 200],
    ["an address that is not served", "GET /api/nothing HTTP/1.1\r\n", 404],
    ["a failure of ours", "GET /broken HTTP/1.1\r\n", 500],
    ["the simulator", "GET /api/simulator/v3.8/x HTTP/1.1\r\n", 200],
    ["a method that is not offered", "DELETE /api/things/1 HTTP/1.1\r\n", 405],
    ["too large a body", "POST /api/half-read HTTP/1.1\r\nContent-Length: 9000000\r\n", 413],
    ["a host that is not ours", "GET / HTTP/1.1\r\nHost: evil.test\r\n", 421],
    ["another protocol", "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", 426],
    ["headers beyond measure", `GET / HTTP/1.1\r\nX-Long: ${"x".repeat(20_000)}\r\n`, 431],
    ["a method that nobody knows", "FOO / HTTP/1.1\r\n", 501],
    ["what is not HTTP at all", "\x16\x03\x01\x02 hello\r\n", 400],
  ])("carries the security headers: %s", async (_kind, head, status) => {
    const reply = await exchange(head.includes("Host:") ? head : head + HOST);
    expect(reply.status).toBe(status);
    for (const name of ["strict-transport-security", "x-content-type-options", "referrer-policy", "content-security-policy", "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy", "x-request-id"]) {
      expect(reply.headers.get(name), name).toBeTruthy();
    }
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.get("x-powered-by")).toBeNull();
    if (status >= 400) expect(JSON.parse(reply.text.split("\r\n\r\n")[1] ?? "")).toMatchObject({ origin: "console", status, requestId: reply.headers.get("x-request-id") });
  });

  it("keeps the reason of a failure to itself", async () => {
    const reply = await exchange(`GET /broken HTTP/1.1\r\n${HOST}`);
    expect(reply.status).toBe(500);
    expect(reply.text).not.toContain("hunter2");
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

/** Speaks HTTP by hand, because a client library would not send most of this. */
async function exchange(head: string): Promise<{ status: number; headers: Headers; text: string }> {
  const socket = connect(port, "127.0.0.1");
  socket.end(`${head}Connection: close\r\n\r\n`.replace("Connection: Upgrade\r\nUpgrade: websocket\r\nConnection: close", "Connection: Upgrade\r\nUpgrade: websocket"));
  let text = "";
  for await (const chunk of socket) text += chunk;
  const [statusLine = "", ...lines] = (text.split("\r\n\r\n")[0] ?? "").split("\r\n");
  const headers = new Headers(lines.map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  return { status: Number(statusLine.split(" ")[1]), headers, text };
}
