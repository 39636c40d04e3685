/**
 * The door to next-auth. It is handed exactly what is checked here: an action that this console
 * uses, cookies read strictly, known fields. Its other doors (its own log, its own pages,
 * changing a session from outside) stay shut.
 */
import "server-only";
import { z } from "zod";
import { recordDenial } from "@/lib/audit/denials/service";
import { settings } from "@/lib/env";
import { readJsonBody } from "@/lib/http/body";
import { answerFailure } from "@/lib/http/route";
import { AppError } from "@/lib/shared/errors";
import { DEVICE_COOKIE, DEVICE_MAX_AGE_SECONDS, makeDevice } from "./device-cookie";
import { callNextAuth } from "./next-auth-call";
import { authOptions, CALLBACK_COOKIE, SIGN_IN_PAGE, type AuthOutcome, type AuthRequest } from "./options";
import { readRequest } from "./request-facts";
import { personBehind } from "./session";
import { cookieLine, soleCookie } from "./session-cookie";

/** What a provider sends back in the query, RFC 6749 §4.1.2 and RFC 9207, and nothing else. */
const CALLBACK_QUERY = ["code", "state", "iss", "error", "error_description"];
const FORM_FIELDS = ["csrfToken", "callbackUrl", "email", "password", "json"];
const LONGEST_FORM = 16_384;

const flatBody = z.record(z.string(), z.union([z.string(), z.boolean()]).transform(String)).optional();

/** Answers a request below /api/auth. `path` is what follows, e.g. ["callback", "credentials"]. */
export async function answerAuth(request: Request, path: readonly string[]): Promise<Response> {
  const read = readRequest(request.headers);
  const refused = { action: "sign-in", method: request.method, address: new URL(request.url).pathname, requestId: read.requestId };
  try {
    const [action = "", provider] = path;
    assertOffered(request.method, path);
    if (request.method === "POST") assertOwnPage(request.headers);
    const facts = { ...read, isAgain: action === "signin" && request.method === "POST" && (await personBehind(read.cookieHeader)) !== undefined };
    const outcome: AuthOutcome = {};
    const options = authOptions(facts, outcome);
    const response = await callNextAuth(options, {
      method: request.method,
      query: { nextauth: [...path], ...queryFor(action, new URL(request.url)) },
      cookies: cookiesOf(facts.cookieHeader, Object.values(options.cookies ?? {}).map(({ name }) => name)),
      body: request.method === "POST" ? await readFields(request) : undefined,
    });
    if (outcome.failure !== undefined) {
      await recordDenial(outcome.failure, refused);
      return failed(outcome.failure, facts, provider);
    }
    if (outcome.passwordOf) response.headers.append("set-cookie", cookieLine(DEVICE_COOKIE, makeDevice(outcome.passwordOf), DEVICE_MAX_AGE_SECONDS));
    response.headers.set("cache-control", "no-store");
    response.headers.set("x-request-id", facts.requestId);
    return response;
  } catch (thrown) {
    await recordDenial(thrown, refused);
    return answerFailure(thrown, read.requestId);
  }
}

/** A callback is a navigation: its failure must be a page. */
function failed(failure: unknown, facts: AuthRequest, provider: string | undefined): Response {
  const answer = answerFailure(failure, facts.requestId);
  if (provider === undefined || provider === "credentials") return answer;
  return new Response(null, { status: 302, headers: { location: `${SIGN_IN_PAGE}?error=Unavailable`, "cache-control": "no-store" } });
}

function assertOffered(method: string, path: readonly string[]): void {
  const [action = "", provider, ...more] = path;
  const isOidc = settings().oidc.some(({ id }) => id === provider);
  const isOffered =
    more.length === 0 &&
    (method === "POST"
      ? (action === "signin" && isOidc) || (action === "callback" && provider === "credentials") || (action === "signout" && provider === undefined)
      : (["csrf", "session", "providers", "signin", "error"].includes(action) && provider === undefined) || (action === "callback" && isOidc));
  if (!isOffered) throw new AppError("resource.not-found", "There is no such address.");
}

/** next-auth asks for its own token as well; this stops other sites without knowing any secret. */
function assertOwnPage(headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const isForeign = (site !== null && site !== "same-origin") || (origin !== null && origin !== settings().publicUrl.origin);
  if (isForeign) throw new AppError("request.cross-site", "Signing in and out works from the console's own pages only.");
}

function queryFor(action: string, url: URL): Record<string, string> {
  const names = action === "callback" ? CALLBACK_QUERY : action === "error" || action === "signin" ? ["error"] : [];
  return Object.fromEntries(names.flatMap((name) => (url.searchParams.has(name) ? [[name, url.searchParams.get(name) ?? ""]] : [])));
}

/** Each of these cookies that is there exactly once and can be read. */
function cookiesOf(header: string | null, names: readonly string[]): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const name of names) {
    const value = soleCookie(header, name);
    if (value !== undefined && isReadable(name, value)) cookies[name] = decodeURIComponent(value);
  }
  return cookies;
}

function isReadable(name: string, value: string): boolean {
  try {
    const decoded = decodeURIComponent(value);
    // next-auth stops with an error of the server where this one does not hold an address.
    return name !== CALLBACK_COOKIE || `${decoded}/`.startsWith(`${settings().publicUrl.origin}/`);
  } catch {
    return false;
  }
}

async function readFields(request: Request): Promise<Record<string, string>> {
  const isForm = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === "application/x-www-form-urlencoded";
  const text = isForm ? await request.text() : "";
  if (text.length > LONGEST_FORM) throw new AppError("request.too-large", "This form is larger than the console accepts.");
  const given: unknown = isForm ? Object.fromEntries(new URLSearchParams(text)) : await readJsonBody(request);
  const fields = flatBody.safeParse(given);
  if (!fields.success) throw new AppError("request.invalid", "The body must be an object whose members are texts.");
  return Object.fromEntries(Object.entries(fields.data ?? {}).filter(([name]) => FORM_FIELDS.includes(name)));
}
