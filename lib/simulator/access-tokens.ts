import { createSecretKey, hkdfSync, randomUUID, type KeyObject } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import type { Secret } from "@/lib/shared/secret";

/** As the documents show (facts §2.1). */
export const TOKEN_TTL_SECONDS = 3600;

const ISSUER = "distributor-simulator";

/** What a token opens. It says so itself, so that any replica can check it. */
export interface Grant {
  clientId: string;
  /** The world of data that it opens; opaque. */
  world: string;
  scopes: readonly string[];
}

/** What a token of ours says, alive or not. */
export interface TokenClaims {
  grant: Grant;
  tokenId: string;
  /** Of the world's token generations; see `startTokenGeneration`. */
  generation: number;
  /** By the world's clock. */
  expiresAt: Date;
}

const keys = new WeakMap<Secret, KeyObject>();

/** A key of its own: knowing it must not help against anything else that the same secret protects. */
function keyFrom(secret: Secret): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", secret.reveal(), "", "distributor-simulator access tokens", 32)));
  keys.set(secret, key);
  return key;
}

/**
 * A signed JWT (HS256), valid for TOKEN_TTL_SECONDS from `now`.
 *
 * @param now - by the world's clock
 */
export async function signToken(grant: Grant, generation: number, signingKey: Secret, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ scope: grant.scopes.join(" "), world: grant.world, generation })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(ISSUER)
    .setSubject(grant.clientId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_TTL_SECONDS)
    .setJti(randomUUID())
    .sign(keyFrom(signingKey));
}

/** Before every expiry: whether a token has expired is for its world's clock to say, which only its claims name. */
const BEFORE_ALL = new Date(0);

const MAX_REMEMBERED = 1000;
const remembered = new WeakMap<Secret, Map<string, TokenClaims>>();

/**
 * Reads a token that we signed, also one that has expired; undefined for any other text. Never throws for what a caller sent.
 * What a token says never changes, so that it is verified once; whether it still holds is asked for every call.
 */
export async function readToken(token: string, signingKey: Secret): Promise<TokenClaims | undefined> {
  const known = remembered.get(signingKey) ?? new Map<string, TokenClaims>();
  remembered.set(signingKey, known);
  const before = known.get(token);
  if (before !== undefined) return before;
  const claims = await verify(token, signingKey);
  if (known.size >= MAX_REMEMBERED) known.clear();
  if (claims !== undefined) known.set(token, claims);
  return claims;
}

async function verify(token: string, signingKey: Secret): Promise<TokenClaims | undefined> {
  try {
    const { payload } = await jwtVerify(token, keyFrom(signingKey), { issuer: ISSUER, algorithms: ["HS256"], currentDate: BEFORE_ALL });
    const { sub, scope, world, jti, exp, generation = 0 } = payload;
    if (typeof sub !== "string" || typeof scope !== "string" || typeof world !== "string") return undefined;
    if (typeof jti !== "string" || typeof exp !== "number" || typeof generation !== "number") return undefined;
    const grant = { clientId: sub, world, scopes: scope.split(" ").filter((name) => name !== "") };
    return { grant, tokenId: jti, generation, expiresAt: new Date(exp * 1000) };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
