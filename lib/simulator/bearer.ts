import type { IncomingMessage } from "node:http";
import type { Operation } from "@/lib/catalog/model";
import { SIMULATED_EVERYWHERE } from "@/lib/catalog/simulated-everywhere";
import { readToken, type Grant, type TokenClaims } from "@/lib/simulator/access-tokens";
import { Refusal } from "@/lib/simulator/refusal";
import { scopesThatOpen } from "@/lib/simulator/scopes";
import { simulatorSettings } from "@/lib/simulator/settings";
import { factsOf, timeIn } from "@/lib/simulator/worlds/facts";

const REALM = 'Bearer realm="distributor"';

const read = new WeakMap<IncomingMessage, Promise<TokenClaims | undefined>>();

/** What the request's token says when we signed it, alive or not; undefined for everything else. Verified once for each request. */
export function claimsOf(req: IncomingMessage): Promise<TokenClaims | undefined> {
  let claims = read.get(req);
  if (claims === undefined) {
    const token = /^bearer +([^ ]+)$/i.exec(req.headers.authorization?.trim() ?? "")?.[1];
    claims = token === undefined ? Promise.resolve(undefined) : readToken(token, simulatorSettings().signingKey);
    read.set(req, claims);
  }
  return claims;
}

/**
 * Who is calling.
 *
 * @param machineNow - what is asked is the clock of the token's world
 * @throws Refusal 400 without an Authorization header (the vendor's way, where the RFCs say 401), 401 for a token that does not hold
 */
export async function readBearer(req: IncomingMessage, machineNow: Date): Promise<Grant> {
  const header = req.headers.authorization;
  if (header === undefined || header.trim() === "") {
    throw new Refusal(400, "The Authorization header is missing.", {
      errors: ["Authorization header: missing"],
      note: SIMULATED_EVERYWHERE.missingAuthorization,
    });
  }
  const [scheme = "", token = "", ...rest] = header.trim().split(/ +/);
  if (scheme.toLowerCase() !== "bearer") throw challenge("Send the access token as: Authorization: Bearer <token>.", REALM);
  if (token === "" || rest.length > 0) throw challenge("The Bearer value is not one token.", `${REALM}, error="invalid_token"`);
  const claims = await claimsOf(req);
  const problem = claims === undefined ? "The access token is not one of ours." : await whyDead(claims, machineNow);
  if (claims !== undefined && problem === undefined) return claims.grant;
  throw challenge(problem ?? "", `${REALM}, error="invalid_token", error_description="${problem}"`);
}

async function whyDead({ grant, tokenId, generation, expiresAt }: TokenClaims, machineNow: Date): Promise<string | undefined> {
  const facts = await factsOf(grant.world);
  if (expiresAt <= timeIn(facts, machineNow)) return `The access token expired at ${expiresAt.toISOString()}.`;
  return generation < facts.tokenGeneration || facts.revokedTokens.has(tokenId) ? "The access token was revoked." : undefined;
}

function challenge(problem: string, wwwAuthenticate: string): Refusal {
  return new Refusal(401, problem, { errors: [problem], headers: { "WWW-Authenticate": wwwAuthenticate } });
}

/** @throws Refusal 403 (RFC 6750 §3.1) that names the scopes any one of which would do */
export function requireScopeFor(operation: Operation, grant: Grant): void {
  const opening = scopesThatOpen(operation.scopes, operation.method === "GET");
  if (opening.length === 0 || opening.some((scope) => grant.scopes.includes(scope))) return;
  throw insufficientScope(operation);
}

/** The 403 itself; the fault of that name sends it too. */
export function insufficientScope(operation: Operation): Refusal {
  const opening = scopesThatOpen(operation.scopes, operation.method === "GET");
  const needed = operation.scopes.join(" ");
  return new Refusal(403, `The token has none of the scopes that open this: ${opening.join(", ")}.`, {
    errors: opening.map((scope) => `scope needed: ${scope}`),
    headers: { "WWW-Authenticate": `${REALM}, error="insufficient_scope", scope="${needed}"` },
    ...(operation.scopeInferred ? { note: SIMULATED_EVERYWHERE.inferredScope } : {}),
  });
}
