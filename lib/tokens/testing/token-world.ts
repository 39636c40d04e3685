/** A workspace with credentials, and a server that gives out numbered tokens, for the tests of this room. */
import { aMember } from "@/lib/auth/testing/people";
import { create } from "@/lib/credentials/service";
import { settings, setSettings } from "@/lib/env";
import type { Environment, OutboundRequest } from "@/lib/upstream/model";
import { send } from "@/lib/upstream/network";
import { scriptedUpstream, type RecordedRequest, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { TokenWanted } from "../model";

export const PRODUCTS = "https://www.prioticketapis.com/auth/distributor.products.readonly";
export const BOOKINGS = "https://www.prioticketapis.com/auth/distributor.bookings";

export interface TokenWorld {
  owner: WorkspaceScope;
  upstream: ScriptedUpstream;
  /** Requests to the token endpoint so far. */
  exchanges(): readonly RecordedRequest[];
}

let credentialsMade = 0;

/** All live environments are this one server; its token endpoint gives "token-1", "token-2" … until told otherwise. */
export async function tokenWorld(): Promise<TokenWorld> {
  const upstream = await scriptedUpstream();
  const { origin } = upstream;
  setSettings({ ...settings(), upstreamOrigins: { sandbox: origin, staging: origin, production: origin } });
  return {
    owner: await aMember("owner"),
    upstream,
    exchanges: () => upstream.requests.filter(({ path }) => path.endsWith("/oauth2/token")),
  };
}

/** Gives out "token-1", "token-2" … after a delay, with a lifetime. */
export function givesTokens(upstream: ScriptedUpstream, { delayMs = 0, expiresIn = 3600 as unknown } = {}): void {
  let given = 0;
  upstream.answer({
    method: "POST",
    path: /\/oauth2\/token$/,
    handler: () => {
      given += 1;
      return {
        delayMs,
        headers: [["Cache-Control", "no-store"]],
        body: { access_token: `token-${given}`, token_type: "Bearer", expires_in: expiresIn },
      };
    },
  });
}

/** A credential of the workspace. */
export async function aCredential(owner: WorkspaceScope, environment: Environment = "staging"): Promise<string> {
  credentialsMade += 1;
  const made = await create(owner, {
    environment,
    label: `credential ${credentialsMade}`,
    clientId: `partner-${credentialsMade}`,
    clientSecret: `s3cret/${credentialsMade}+x`,
    edgeWhitespace: "keep",
    basicEncoding: "plain",
    tokenRequestForm: "json",
    distributorId: null,
  });
  return made.id;
}

export function wanted(credentialId: string, scopes: readonly string[] = [PRODUCTS]): TokenWanted {
  return { credentialId, apiVersion: "3.8", scopes };
}

/** A call of a resource with this token, over the same network layer as the product's. Returns the status. */
export async function call(upstream: ScriptedUpstream, authorization: string, path = "/v3.8/distributor/products"): Promise<number> {
  const request: OutboundRequest = {
    method: "GET",
    url: new URL(path, upstream.origin),
    headers: [["Authorization", authorization]],
    body: undefined,
  };
  const reply = await send(request);
  if (reply.kind === "failed") throw new Error(`${reply.failure}: ${reply.detail}`);
  await reply.body.cancel();
  return reply.status;
}
