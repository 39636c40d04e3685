/**
 * The one cookie that says who is there. Its value is a JWT, encrypted by next-auth, that
 * carries nothing but a random session id; whether that still counts is decided by a row.
 */
import "server-only";
import { randomBytes } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { settings } from "@/lib/env";
import { hashSecret } from "@/lib/shared/hash-secret";

/** `__Host-` makes the browser refuse it unless it is Secure, of this host only, and for every path. */
export const SESSION_COOKIE = "__Host-console.session";

/** 256 bits: ASVS asks for 128. */
const SESSION_ID_BYTES = 32;
const SESSION_ID = /^[A-Za-z0-9_-]{43}$/;
/** A session cookie is about 220 characters; what is far longer is not one of ours. */
const LONGEST_COOKIE = 1_024;

/** A fresh, unguessable session id, base64url. */
export function newSessionId(): string {
  return randomBytes(SESSION_ID_BYTES).toString("base64url");
}

/** What is stored of a session id: SHA-256, hex. The id is random, so a slow hash would add nothing. */
export function hashSessionId(sessionId: string): string {
  return hashSecret(sessionId);
}

/** The cookie's value for this session id. */
export async function sealSessionId(sessionId: string, maxAgeSeconds: number): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: settings().authSecret.reveal(), maxAge: maxAgeSeconds });
}

/** The session id inside a decoded JWT, or undefined when it is not of the shape that we give out. */
export function sessionIdIn(token: Record<string, unknown> | null): string | undefined {
  return typeof token?.sid === "string" && SESSION_ID.test(token.sid) ? token.sid : undefined;
}

/**
 * The session id that a Cookie header carries. Anything malformed, forged, expired or doubled is no session.
 *
 * The header is read here and not by a lenient parser: browsers never send two cookies of one
 * `__Host-` name, so two of them are an attempt to confuse, and names are compared byte for byte.
 */
export async function readSessionId(cookieHeader: string | null): Promise<string | undefined> {
  const value = soleCookie(cookieHeader, SESSION_COOKIE);
  if (!value || value.length > LONGEST_COOKIE) return undefined;
  try {
    return sessionIdIn(await decode({ token: value, secret: settings().authSecret.reveal() }));
  } catch {
    return undefined;
  }
}

/** The value of the cookie with exactly this name; undefined when it is missing or there twice. */
export function soleCookie(cookieHeader: string | null, name: string): string | undefined {
  const values = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.replace(/^ /, ""))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/** A Set-Cookie value with the attributes that every cookie of ours has. */
export function cookieLine(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; Secure; SameSite=Lax`;
}
