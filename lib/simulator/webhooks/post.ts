import { lookup, type LookupAddress } from "node:dns";
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { mayDial } from "@/lib/shared/address-rules";
import type { TargetRule } from "@/lib/simulator/webhooks/targets";

/** What one POST came to. */
export interface Posted {
  /** Null when no answer came. */
  status: number | null;
  durationMs: number;
  /** The beginning of the answer's body. */
  excerpt: string;
  /** Why there is no answer, as a sentence; undefined when there is one. */
  failure?: string;
  /** `Retry-After` as it came. */
  retryAfter?: string;
}

/** Resolves a name to all its addresses; a script in tests. */
export type Resolve = (hostname: string, done: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;

interface Post {
  url: URL;
  rule: TargetRule;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** From the look-up of the name to the end of the answer. */
  timeoutMs: number;
  resolve?: Resolve | undefined;
}

/** Nobody needs more of a receiver's answer to see what is wrong. */
const MAX_EXCERPT_BYTES = 2048;

/**
 * Sends one POST on a connection of its own. The address that is checked is the address that is
 * dialled, a redirect is an answer like any other, and certificates are checked. Never rejects.
 */
export function post({ url, rule, headers, body, timeoutMs, resolve = resolveBySystem }: Post): Promise<Posted> {
  const started = performance.now();
  return new Promise((settle) => {
    const finish = (result: Omit<Posted, "durationMs">) => {
      clearTimeout(timer);
      // What the torn-down socket still says has no bearing on the result.
      request.on("error", () => undefined);
      request.destroy();
      settle({ ...result, durationMs: Math.round(performance.now() - started) });
    };
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(url, {
      method: "POST",
      // A connection of its own: nothing of one receiver is left for the next.
      agent: false,
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      lookup: guardedLookup(rule, resolve),
      // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
      ...(url.protocol === "https:" ? { rejectUnauthorized: true } : {}),
    });
    let answer: IncomingMessage | undefined;
    const chunks: Buffer[] = [];
    const answered = () => {
      const excerpt = readable(Buffer.concat(chunks).subarray(0, MAX_EXCERPT_BYTES));
      const retryAfter = answer?.headers["retry-after"];
      finish({ status: answer?.statusCode ?? null, excerpt, ...(retryAfter === undefined ? {} : { retryAfter }) });
    };
    const failed = (failure: string) => (answer === undefined ? finish({ status: null, excerpt: "", failure }) : answered());
    const timer = setTimeout(() => failed(`No answer within ${timeoutMs / 1000} s.`), timeoutMs);
    request.on("error", (error) => failed(sentence(error, url)));
    request.on("response", (response) => {
      answer = response;
      response.on("error", () => answered());
      response.on("end", () => answered());
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (chunks.reduce((sum, { length }) => sum + length, 0) >= MAX_EXCERPT_BYTES) answered();
      });
    });
    request.end(body);
  });
}

const resolveBySystem: Resolve = (hostname, done) => lookup(hostname, { all: true }, (error, addresses) => done(error, addresses ?? []));

class Blocked extends Error {}

/** Node asks only for names; a literal address was checked as text. */
function guardedLookup(rule: TargetRule, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, [], 0);
      // A name is never allowed as `exact`: that is for literal addresses.
      const allowed = addresses.filter(({ address }) => rule !== "exact" && mayDial(address, rule));
      const [first] = allowed;
      if (first === undefined) return callback(new Blocked(`${hostname} leads to an address that is not allowed.`), [], 0);
      if (options.all === true) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}

function sentence(error: Error, url: URL): string {
  if (error instanceof Blocked) return `Not sent: ${error.message}`;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `The name ${url.hostname} could not be resolved (${code}).`;
  if (code === "ECONNREFUSED") return `Nothing accepts connections at ${url.host}.`;
  if (code === "ECONNRESET") return `${url.host} closed the connection without an answer.`;
  return `The connection to ${url.host} failed (${code === "" ? "no reason given" : code}).`;
}

/** As text that a database can hold and a page can show. */
function readable(bytes: Buffer): string {
  return new TextDecoder().decode(bytes).replace(/[^\P{C}\n\t]/gu, "\ufffd");
}
