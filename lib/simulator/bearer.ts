import type { IncomingMessage } from "node:http";
import type { Operation } from "@/lib/catalog/model";
import { checkToken, type Grant } from "@/lib/simulator/access-tokens";
import { Refusal } from "@/lib/simulator/refusal";
import { scopesThatOpen } from "@/lib/simulator/scopes";
import { simulatorSettings } from "@/lib/simulator/settings";

const REALM = 'Bearer realm="distributor"';

/**
 * Who is calling.
 *
 * @throws Refusal 400 without an Authorization header (the vendor's way, where the RFCs say 401), 401 for a token that does not hold
 */
export async function readBearer(req: IncomingMessage, now: Date): Promise<Grant> {
  const header = req.headers.authorization;
  if (header === undefined || header.trim() === "") {
    throw new Refusal(400, "The Authorization header is missing.", {
      errors: ["Authorization header: missing"],
      note: "400 as the vendor's token page documents; other vendor pages leave this open and the RFCs say 401",
    });
  }
  const [scheme = "", token = "", ...rest] = header.trim().split(/ +/);
  if (scheme.toLowerCase() !== "bearer") throw challenge("Send the access token as: Authorization: Bearer <token>.", REALM);
  if (token === "" || rest.length > 0) throw challenge("The Bearer value is not one token.", `${REALM}, error="invalid_token"`);
  const check = await checkToken(token, simulatorSettings().signingKey, now);
  if (check.kind === "valid") return check.grant;
  const problem =
    check.kind === "expired" ? `The access token expired at ${check.at.toISOString()}.` : "The access token is not one of ours.";
  throw challenge(problem, `${REALM}, error="invalid_token", error_description="${problem}"`);
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
    ...(operation.scopeInferred ? { note: "the documents do not name the scope of this operation; this one is inferred" } : {}),
  });
}
