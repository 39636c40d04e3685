/**
 * What a token endpoint answered, read by oauth4webapi: JSON, members, token type, challenges and
 * the OAuth error model are its work. Replaced is only what it is too strict or too trusting about:
 * encoding, repeated members, `expires_in`, and which characters a token may have. Pure.
 */
import * as oauth from "oauth4webapi";
import { Secret } from "@/lib/shared/secret";
import type { HeaderField } from "@/lib/upstream/model";
import { readLifetime, type Lifetime } from "./lifetime";
import { repeatedMembers } from "./repeated-members";
import { retryAfterSeconds } from "./retry-after";

/** Node and most servers stop reading a request's headers at 16 KiB; a longer token cannot be used. */
export const MAX_TOKEN_CHARACTERS = 16_000;

/** A `WWW-Authenticate` challenge. @see RFC 9110 §11.6.1 */
export interface Challenge {
  scheme: string;
  parameters: Record<string, string>;
}

export interface GrantedToken {
  accessToken: Secret;
  lifetime: Lifetime;
  grantedScopes: readonly string[];
  /** False when the reply had no `scope`, which counts as granted as asked. @see RFC 6749 §5.1 */
  grantedStated: boolean;
}

/** What a token endpoint can answer. Refusal is an answer, so it is not thrown. */
export type ExchangeOutcome =
  | { kind: "granted"; token: GrantedToken; notes: readonly string[] }
  | {
      kind: "refused";
      /** `error` of the OAuth error model; null where the reply speaks another language. */
      error: string | null;
      description: string | null;
      challenges: readonly Challenge[];
      retryAfterSeconds: number | null;
    }
  | { kind: "malformed"; problem: string };

export interface TokenReply {
  status: number;
  headers: readonly HeaderField[];
  body: Uint8Array;
}

// oauth4webapi wants to know whom it speaks to; nothing of it is used in reading a reply.
const SERVER = { issuer: "https://distributor.invalid" };
const CLIENT = { client_id: "-" };

/** Reads one reply. Never throws for anything that the other side can send. */
export async function readTokenResponse(reply: TokenReply, asked: readonly string[], nowMs: number): Promise<ExchangeOutcome> {
  if (reply.status < 200 || reply.status > 299) return readRefusal(reply, nowMs);

  const text = decode(reply.body);
  if (text === undefined) return malformed("The reply is not UTF-8 text");
  if (text.trim() === "") return malformed("The reply is empty");
  const json = parse(text);
  if (json === undefined) return malformed(looksLikeHtml(text) ? "The reply is an HTML page, not JSON" : "The reply is not JSON");
  if (!isObject(json)) return malformed("The reply is JSON, but not an object");
  const repeated = repeatedMembers(text);
  if (repeated.length > 0) return malformed(`The reply has ${repeated.join(", ")} more than once, so it can be read in two ways`);
  if (typeof json.error === "string" && json.access_token === undefined) {
    return { kind: "refused", error: json.error, description: textOf(json.error_description), challenges: [], retryAfterSeconds: null };
  }
  return readGrant(json, reply, asked);
}

async function readGrant(json: Record<string, unknown>, reply: TokenReply, asked: readonly string[]): Promise<ExchangeOutcome> {
  // `expires_in` is read by us; an id_token has no place in this grant and must not be validated against our stand-in server.
  const { expires_in: expiresIn, id_token: _idToken, refresh_token: refreshToken, ...rest } = json;
  let read: oauth.TokenEndpointResponse;
  try {
    const plain = new Response(JSON.stringify(rest), { status: 200, headers: { "content-type": "application/json" } });
    read = await oauth.processClientCredentialsResponse(SERVER, CLIENT, plain);
  } catch (cause) {
    return malformed(problemOf(cause, json));
  }
  if (read.token_type !== "bearer") return malformed(wrongType(json.token_type));
  const badToken = unusableToken(read.access_token);
  if (badToken) return malformed(badToken);

  const lifetime = readLifetime(expiresIn);
  const notes = notesOn(reply, json, refreshToken !== undefined);
  if (lifetime.note) notes.push(lifetime.note);
  const stated = read.scope?.split(/\s+/).filter((scope) => scope !== "");
  if (stated === undefined) notes.push("The reply has no scope, so what was asked counts as granted.");
  return {
    kind: "granted",
    token: {
      accessToken: new Secret(read.access_token),
      lifetime,
      grantedScopes: [...new Set(stated ?? asked)],
      grantedStated: stated !== undefined,
    },
    notes,
  };
}

async function readRefusal(reply: TokenReply, nowMs: number): Promise<ExchangeOutcome> {
  // oauth4webapi reports a challenge or an error body, whichever it meets first; we want both, so it is asked twice.
  const [body, challenges] = await Promise.all([oauthError(reply), challengesOf(reply)]);
  return {
    kind: "refused",
    error: body?.error ?? null,
    description: body?.error_description ?? null,
    challenges,
    retryAfterSeconds: retryAfterSeconds(reply.headers, nowMs),
  };
}

async function oauthError(reply: TokenReply): Promise<oauth.ResponseBodyError | undefined> {
  const text = decode(reply.body);
  if (text === undefined || !isObject(parse(text))) return undefined;
  // Some servers send the OAuth error model with a 5xx, or label it text/plain. The words are worth having.
  const response = new Response(text.replace(/^\uFEFF/, ""), { status: 400, headers: { "content-type": "application/json" } });
  const thrown = await failureOf(response);
  return thrown instanceof oauth.ResponseBodyError ? thrown : undefined;
}

async function challengesOf(reply: TokenReply): Promise<readonly Challenge[]> {
  const value = reply.headers
    .filter(([name]) => name.toLowerCase() === "www-authenticate")
    .map(([, text]) => text)
    .join(", ");
  // A header value that `Headers` refuses was not written by HTTP's rules, and means nothing.
  if (value === "" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return [];
  const thrown = await failureOf(new Response(null, { status: 401, headers: { "www-authenticate": value } }));
  if (!(thrown instanceof oauth.WWWAuthenticateChallengeError)) return [];
  return thrown.cause.map(({ scheme, parameters }) => {
    const stated = Object.entries(parameters).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
    return { scheme, parameters: Object.fromEntries(stated) };
  });
}

async function failureOf(response: Response): Promise<unknown> {
  try {
    await oauth.processClientCredentialsResponse(SERVER, CLIENT, response);
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

function problemOf(cause: unknown, json: Record<string, unknown>): string {
  if (cause instanceof oauth.UnsupportedOperationError) return wrongType(json.token_type);
  for (const name of ["access_token", "token_type"]) {
    if (json[name] === undefined) return `The reply has no ${name}`;
    if (typeof json[name] !== "string" || json[name] === "") return `${name} in the reply is not a text`;
  }
  if (json.scope !== undefined && typeof json.scope !== "string") return "scope in the reply is not a text";
  return "The reply is not a token reply";
}

function wrongType(type: unknown): string {
  return `The token is of type ${JSON.stringify(type)?.slice(0, 60) ?? "none"}; this API works with Bearer tokens`;
}

/** Anything but printable ASCII could end the header that it is put into, or be changed on the way. @see RFC 6750 §2.1 */
function unusableToken(token: string): string | undefined {
  if (token.length > MAX_TOKEN_CHARACTERS)
    return `The token has ${token.length} characters, more than fit into a request header (${MAX_TOKEN_CHARACTERS})`;
  return /^[\x21-\x7e]+$/.test(token)
    ? undefined
    : "The token has characters that cannot stand in a header (a space, a line break or a letter outside ASCII)";
}

function notesOn(reply: TokenReply, json: Record<string, unknown>, hasRefreshToken: boolean): string[] {
  const header = (wanted: string) => reply.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const notes: string[] = [];
  if (reply.status !== 200) notes.push(`The token came with status ${reply.status}; 200 is documented.`);
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(header("content-type") ?? ""))
    notes.push(`The reply is JSON but calls itself ${header("content-type") ?? "nothing"}.`);
  if (!/\bno-store\b/i.test(header("cache-control") ?? ""))
    notes.push("The reply lacks Cache-Control: no-store, which RFC 6749 §5.1 asks for.");
  if (json.token_type !== "Bearer") notes.push(`token_type is written ${JSON.stringify(json.token_type)}; it means Bearer.`);
  if (hasRefreshToken) notes.push("The reply has a refresh token, which this grant does not need. It was not kept.");
  return notes;
}

function malformed(problem: string): ExchangeOutcome {
  return { kind: "malformed", problem: `${problem}.` };
}

function decode(body: Uint8Array): string | undefined {
  try {
    // Drops a byte order mark by itself.
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function looksLikeHtml(text: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(text);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
