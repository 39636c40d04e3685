/**
 * The console's own HTTP server: guards what the framework cannot (SECURITY.md), answers the
 * simulator's paths itself, and hands the rest to Next. It never decides who may do what.
 */
import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { log } from "@/lib/http/log";
import { metrics, statusClass } from "@/lib/shared/metrics";
import { within } from "@/lib/shared/tracing";
import { problemBody } from "./answer";
import type { Drain } from "./drain";
import { clientAddress, isStripped, refuse, type Refusal } from "./guard";
import { assetPolicy, DATA_POLICY, pagePolicy, SECURITY_HEADERS } from "./headers";
import { answerUnreadable } from "./raw-answer";
import { beginLine } from "./request-log";
import { beginRequestSpan, endRequestSpan } from "./request-trace";
import { addressAt, ASSET_PATH, methodsAt, routeAt, SIMULATOR_PATH, type ApiRoute, type PageRoute } from "./routes";
import { CLIENT_LIMITS, limitClients, type ClientLimits } from "./slow-clients";

type Handle = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

export interface ServerParts {
  /** Hosts, with port where it is not the scheme's own, lower case. */
  knownHosts: ReadonlySet<string>;
  /** True for who may read the meters under any host: Prometheus asks each replica at its own address. */
  mayReadMetrics?: (authorization: string | undefined) => boolean;
  trustedProxies: readonly string[];
  apiRoutes: readonly ApiRoute[];
  pages: readonly PageRoute[];
  development: boolean;
  simulator: Handle;
  next: Handle;
  /** Knows what is under way, and whether more is taken. Without it the server takes work until it is closed. */
  drain?: Drain;
  /** What a slow client gets; CLIENT_LIMITS unless a test asks for less. */
  limits?: ClientLimits;
}

/** A body that is too large is thrown away up to this size, and for no longer than this. */
const RUN_OUT_BYTES = 16 * 1024 * 1024;
const RUN_OUT_MS = 2_000;
const NONCE_BYTES = 18;
/** How many may wait for the end of an answer: here the limits, the meters, the log and a span, and a handful of parts of the framework. */
const END_LISTENERS = 20;
const PAGE_METHODS = ["GET", "HEAD"];
/** Asked by machines of a console that is stopping, too. */
const METRICS_PATH = "/api/metrics";
const STATE_PATHS = ["/api/ready", "/api/health", METRICS_PATH];
/** By then another replica, or this one started again, answers. */
const STOPPING_RETRY_SECONDS = 5;

/** Makes the server; the caller listens. */
export function makeServer(parts: ServerParts): Server {
  const limits = parts.limits ?? CLIENT_LIMITS;
  const server = createServer({ connectionsCheckingInterval: limits.checkMs, requireHostHeader: false }, (req, res) => begin(parts, req, res));
  answerUnreadable(server, parts);
  // In development the framework keeps connections of another kind open, for hot reload.
  if (!parts.development) limitClients(server, limits);
  return server;
}

function begin(parts: ServerParts, req: IncomingMessage, res: ServerResponse): void {
  if (req.socket.destroyed) return;
  res.setMaxListeners(END_LISTENERS);
  const requestId = randomUUID();
  const path = pathOf(req);
  const isProbe = STATE_PATHS.includes(path);
  // Machines ask these every few seconds; among traces they would only be noise.
  const span = isProbe ? undefined : beginRequestSpan(req, { requestId, route: routeAt(parts, path) });
  const writeLine = beginLine(req, res, { requestId, traceId: span?.traceId, address: addressAt(parts.apiRoutes, path) ?? path, isProbe });
  res.once("close", () => {
    writeLine();
    if (span) endRequestSpan(span, res);
  });
  const go = () => void answer(parts, req, res, requestId);
  if (span) within(span, go);
  else go();
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? "").split("?", 1)[0] ?? "";
}

async function answer(parts: ServerParts, req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> {
  const target = req.url ?? "";
  const path = pathOf(req);
  const isSimulator = path.startsWith(SIMULATOR_PATH);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) res.setHeader(name, value);
  res.setHeader("content-security-policy", DATA_POLICY);
  res.setHeader("x-request-id", requestId);
  res.once("finish", () => readTheRest(req));

  meter(res, path);
  parts.drain?.begun(res);
  if (parts.drain?.takesWork() === false && !STATE_PATHS.includes(path)) {
    res.setHeader("retry-after", String(STOPPING_RETRY_SECONDS));
    return sendRefusal(res, { status: 503, detail: "The console is stopping and takes no new work. Nothing was changed; try again in a few seconds." }, requestId);
  }

  const refusal = refuse({ method: req.method ?? "", target, rawHeaders: req.rawHeaders }, hostsFor(parts, req, path)) ?? refuseMethod(parts, req.method ?? "", path);
  // The simulator has rules of its own for methods and bodies, as the API has; only the envelope is checked here.
  if (refusal && !(isSimulator && [405, 411, 413].includes(refusal.status) && req.method !== "CONNECT")) return sendRefusal(res, refusal, requestId);

  try {
    if (isSimulator) return await parts.simulator(req, res);
    prepareForNext(parts, req, requestId);
    if (path.startsWith(ASSET_PATH)) prepareAsset(parts, res);
    if (!path.startsWith("/api/") && !path.startsWith("/_next/")) openPage(parts, req, res);
    if (req.method === "OPTIONS") return sendOptions(res, methodsAt(parts.apiRoutes, path));
    await parts.next(req, res);
  } catch (error) {
    // Who left, or was cut, is no failure of ours.
    if (req.errored || res.destroyed) return void res.destroy();
    log().error({ err: error, requestId, path }, "A request broke");
    if (res.headersSent) res.destroy();
    else sendRefusal(res, { status: 500, detail: "The console could not finish this." }, requestId);
  }
}

/** The token stands for the host at one address, and what comes next sees a host of ours. */
function hostsFor({ knownHosts, mayReadMetrics }: ServerParts, req: IncomingMessage, path: string): ReadonlySet<string> {
  const { host, authorization } = req.headers;
  const [ours] = knownHosts;
  if (path !== METRICS_PATH || host === undefined || ours === undefined || mayReadMetrics?.(authorization) !== true) return knownHosts;
  req.headers.host = ours;
  return new Set([host.toLowerCase()]);
}

/** Counts the answer once it is out, by what kind of address it was for. */
function meter(res: ServerResponse, path: string): void {
  // A stream of news is open as long as its page; among answers it would only hide how long those take.
  if (path.endsWith("/runs/live")) return;
  const area = path.startsWith(SIMULATOR_PATH) ? "simulator" : path.startsWith("/api/bff/") ? "bff" : /^\/(api|_next)\//.test(path) ? "other" : "page";
  const stop = metrics().requests.startTimer({ area });
  res.once("close", () => stop({ status: statusClass(res.statusCode) }));
}

function refuseMethod(parts: ServerParts, method: string, path: string): Refusal | { status: 404; detail: string; allow?: string } | undefined {
  if (path.startsWith(SIMULATOR_PATH)) return undefined;
  // The framework's own tools for development, such as the source of a stack frame.
  if (parts.development && /^\/_(next\/|_nextjs)/.test(path)) return undefined;
  const isApi = path.startsWith("/api/");
  const allowed = isApi ? methodsAt(parts.apiRoutes, path) : PAGE_METHODS;
  if (isApi && allowed.length === 0) return { status: 404, detail: "There is no such address." };
  return allowed.includes(method) ? undefined : { status: 405, detail: `This address does not take ${method}.`, allow: allowed.join(", ") };
}

/**
 * An answer may come before the body was read, and whoever began to read it may have stopped. Left
 * on the connection, the rest would keep the next request waiting behind it until the time limit.
 * The guard has seen to it that there is little.
 */
function readTheRest(req: IncomingMessage): void {
  if (req.complete) return;
  req.removeAllListeners("data");
  req.resume();
}

/** What a client says about itself in headers that only we may set is dropped, then set by us. */
function prepareForNext(parts: ServerParts, req: IncomingMessage, requestId: string): void {
  const forwardedFor = req.headers["x-forwarded-for"];
  for (const name of Object.keys(req.headers)) if (isStripped(name, parts)) delete req.headers[name];
  req.headers["x-console-request-id"] = requestId;
  req.headers["x-console-client-address"] = clientAddress(req.socket.remoteAddress ?? "", typeof forwardedFor === "string" ? forwardedFor : undefined, parts.trustedProxies);
}

/** A file of the build has a name of its own and never changes, so the framework lets it be kept; it does not where a header stands already. One that is not there is not to be kept. */
function prepareAsset(parts: ServerParts, res: ServerResponse): void {
  res.setHeader("content-security-policy", assetPolicy(parts));
  res.removeHeader("cache-control");
}

/** Next reads the nonce for its own scripts from this request header. */
function openPage(parts: ServerParts, req: IncomingMessage, res: ServerResponse): void {
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const policy = pagePolicy(nonce, { development: parts.development });
  req.headers["content-security-policy"] = policy;
  req.headers["x-nonce"] = nonce;
  res.setHeader("content-security-policy", policy);
}

function sendOptions(res: ServerResponse, allowed: readonly string[]): void {
  res.writeHead(204, { allow: (allowed.length ? allowed : PAGE_METHODS).join(", ") }).end();
}

function sendRefusal(res: ServerResponse, refusal: { status: number; detail: string; allow?: string }, requestId: string): void {
  const { req } = res;
  const body = problemBody(refusal.status, refusal.detail, requestId);
  if (refusal.allow) res.setHeader("allow", refusal.allow);
  res.setHeader("content-type", "application/problem+json");
  // It is not certain where the next request would begin, so the connection is not used again.
  res.setHeader("connection", "close");
  res.writeHead(refusal.status, { "content-length": Buffer.byteLength(body) });
  if (refusal.status !== 413 || !(Number(req.headers["content-length"]) <= RUN_OUT_BYTES)) return void res.end(body);
  // Closing on somebody who is still sending resets the connection, and the refusal is lost with it: told at once, closed when they have run out.
  res.write(body);
  const late = setTimeout(() => res.end(), RUN_OUT_MS);
  req.resume().once("close", () => {
    clearTimeout(late);
    res.end();
  });
}
