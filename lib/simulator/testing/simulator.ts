import { randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterAll, expect } from "vitest";
import { request } from "undici";
import { matchOperation } from "@/lib/catalog/operations";
import { Secret } from "@/lib/shared/secret";
import { handleSimulator, startSimulator } from "@/lib/simulator/server";
import type { SimulatorSettings } from "@/lib/simulator/settings";
import { unsaid } from "@/lib/simulator/testing/notes";

export const CLIENT_ID = "tester@example.com";
/** With every character that the two encodings of Basic treat differently. */
export const CLIENT_SECRET = "s3cret+with/odd%characters&:#";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Parsed; undefined when the body is not JSON. */
  body: unknown;
}

export interface TestSimulator {
  origin: string;
  base: string;
  /** Failures inside the simulator; a test that ends with one has found a defect. */
  reported: unknown[];
  call(method: string, path: string, options?: { headers?: Record<string, string>; body?: string }): Promise<Answer>;
  /** Exactly these bytes; resolves with all that came back. */
  raw(bytes: string): Promise<string>;
  /** A token with these scopes, or all. */
  token(scope?: string): Promise<string>;
  /** A call with a token that has every scope; an object travels as JSON. */
  authorized(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
}

/** The simulator behind a real server on loopback, for as long as the test file runs. */
export async function testSimulator(overrides: Partial<SimulatorSettings> = {}): Promise<TestSimulator> {
  const reported: unknown[] = [];
  startSimulator({
    signingKey: new Secret(randomBytes(32).toString("base64")),
    knownClient: { clientId: CLIENT_ID, secret: new Secret(CLIENT_SECRET) },
    webhookTargets: ["loopback"],
    report: (error) => reported.push(error),
    ...overrides,
  });
  const server = createServer((req, res) => void handleSimulator(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const origin = `http://127.0.0.1:${port}`;
  const base = `${origin}/api/simulator/v3.8/distributor`;

  const call: TestSimulator["call"] = async (method, path, options = {}) => {
    const url = path.startsWith("/api/") ? origin + path : base + path;
    const reply = await request(url, { method: method as "GET", headers: options.headers ?? {}, body: options.body ?? null });
    const text = await reply.body.text();
    expect(unsaidOf(method, url, reply.headers["simulator-note"]), "not said by x-simulator of openapi.yaml").toEqual([]);
    return { status: reply.statusCode, headers: reply.headers, text, body: parsed(text) };
  };
  const token: TestSimulator["token"] = async (scope) => {
    const body = JSON.stringify({ grant_type: "client_credentials", ...(scope === undefined ? {} : { scope }) });
    const answer = await call("POST", "/oauth2/token", { headers: { authorization: basic(), "content-type": "application/json" }, body });
    return (answer.body as { access_token: string }).access_token;
  };
  let shared: Promise<string> | undefined;
  return {
    origin,
    base,
    reported,
    call,
    token,
    raw: (bytes) => exchangeBytes(port, bytes),
    authorized: async (method, path, body, headers = {}) => {
      const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
      const send = async (bearer: string) =>
        call(method, path, {
          headers: { authorization: `Bearer ${bearer}`, ...json, ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      shared ??= token();
      const answer = await send(await shared);
      // As a good client does: a test that moves the clock or revokes tokens goes on with another.
      if (answer.status !== 401 || !/access token (expired|was revoked)/.test(answer.text)) return answer;
      shared = token();
      return send(await shared);
    },
  };
}

export function basic(clientId = CLIENT_ID, secret = CLIENT_SECRET): string {
  return `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`;
}

/** What a note of an operation says and its page does not. */
function unsaidOf(method: string, url: string, note: string | string[] | undefined): string[] {
  const path = new URL(url).pathname
    .replace(/^\/api\/simulator\/[^/]+\/distributor/, "")
    .replace("/availability/calculated_pricing", "/availability");
  const operation = matchOperation(method === "HEAD" ? "GET" : method, path)?.operation;
  return note === undefined || operation === undefined ? [] : unsaid(String(note), operation).map((part) => `${operation.id}: ${part}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function exchangeBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.on("error", reject);
  });
}
