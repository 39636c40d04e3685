import { createSecretKey, hkdfSync, randomUUID, type KeyObject } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import type { Secret } from "@/lib/shared/secret";

/** As the documents show (facts §2.1). */
export const TOKEN_TTL_SECONDS = 3600;

const ISSUER = "distributor-simulator";

/** What a token says. It says everything, so that any replica can check it without asking a table. */
export interface Grant {
  clientId: string;
  /** The world of data that it opens; opaque. */
  world: string;
  scopes: readonly string[];
}

export type TokenCheck = { kind: "valid"; grant: Grant } | { kind: "expired"; at: Date } | { kind: "invalid" };

const keys = new WeakMap<Secret, KeyObject>();

/** A key of its own: knowing it must not help against anything else that the same secret protects. */
function keyFrom(secret: Secret): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", secret.reveal(), "", "distributor-simulator access tokens", 32)));
  keys.set(secret, key);
  return key;
}

/** A signed JWT (HS256), valid for TOKEN_TTL_SECONDS from `now`. */
export async function signToken(grant: Grant, signingKey: Secret, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ scope: grant.scopes.join(" "), world: grant.world })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(ISSUER)
    .setSubject(grant.clientId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_TTL_SECONDS)
    .setJti(randomUUID())
    .sign(keyFrom(signingKey));
}

/** Reads a token back. Never throws for what a caller sent. */
export async function checkToken(token: string, signingKey: Secret, now: Date): Promise<TokenCheck> {
  try {
    const { payload } = await jwtVerify(token, keyFrom(signingKey), { issuer: ISSUER, algorithms: ["HS256"], currentDate: now });
    const { sub, scope, world } = payload;
    if (typeof sub !== "string" || typeof scope !== "string" || typeof world !== "string") return { kind: "invalid" };
    return { kind: "valid", grant: { clientId: sub, world, scopes: scope.split(" ").filter((name) => name !== "") } };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { kind: "expired", at: new Date((error.payload.exp ?? 0) * 1000) };
    if (error instanceof errors.JOSEError) return { kind: "invalid" };
    throw error;
  }
}
