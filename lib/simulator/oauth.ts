import type { IncomingMessage } from "node:http";
import { signToken, TOKEN_TTL_SECONDS } from "@/lib/simulator/access-tokens";
import { authenticate } from "@/lib/simulator/accounts";
import { json, type Reply } from "@/lib/simulator/reply";
import { KNOWN_SCOPES } from "@/lib/simulator/scopes";
import { simulatorSettings } from "@/lib/simulator/settings";
import { factsOf, timeIn } from "@/lib/simulator/worlds/facts";
import { invalidClient, readTokenRequest, tokenRefusal } from "@/lib/simulator/token-request";

/** RFC 6749 §3.3: what a scope may consist of. */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/**
 * The token endpoint (facts §2.1): client credentials for an access token.
 *
 * @throws Refusal with the OAuth code as `error`
 */
export async function exchange(req: IncomingMessage, url: URL, body: Buffer, machineNow: Date): Promise<Reply> {
  const request = readTokenRequest(req, url, body);
  const client = await authenticate(request.candidates);
  if (client === undefined) throw invalidClient("The client id or the client secret is not right.");
  if (request.grantType !== "client_credentials") {
    throw tokenRefusal(400, "unsupported_grant_type", "grant_type must be client_credentials.");
  }
  const scopes = grantedOf(request.scope);
  const facts = await factsOf(client.world);
  const token = await signToken({ ...client, scopes }, facts.tokenGeneration, simulatorSettings().signingKey, timeIn(facts, machineNow));
  return json(
    { access_token: token, token_type: "Bearer", expires_in: TOKEN_TTL_SECONDS, scope: scopes.join(" ") },
    { headers: { "Cache-Control": "no-store", Pragma: "no-cache" } },
  );
}

/** What is known of what was asked, in the order asked; everything when nothing was asked. */
function grantedOf(asked: string | undefined): readonly string[] {
  const names = [...new Set((asked ?? "").split(" ").filter((name) => name !== ""))];
  if (names.length === 0) return KNOWN_SCOPES;
  if (!names.every((name) => SCOPE_TOKEN.test(name)))
    throw tokenRefusal(400, "invalid_scope", "scope has characters that it may not have.");
  const granted = names.filter((name) => KNOWN_SCOPES.includes(name));
  if (granted.length === 0) throw tokenRefusal(400, "invalid_scope", "None of the scopes that were asked for is known.");
  return granted;
}
