import { randomBytes } from "node:crypto";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import type { Canary } from "@/lib/shared/testing/canaries";
import { OWNER } from "./fixtures";

/** The client id of every credential that a test of containment makes. */
export const CLIENT_ID = "partner@example.com";
/** A value that occurs nowhere else. Characters that encodings change are part of it on purpose. */
export const unique = (name: string) => `${name}-${randomBytes(12).toString("hex")}+/"&`;

/** What one workspace has that no other may see: two secrets, and one word that is none but belongs to it all the same. */
export interface PlantedTenant {
  clientId: string;
  liveSecret: string;
  accessToken: string;
  /** In what it is answered, and in what it writes down. */
  marker: string;
  canaries: Canary[];
}

const basicOf = (clientId: string, secret: string) => Buffer.from(`${clientId}:${secret}`).toString("base64");

/** The secrets of one workspace. */
export function plantTenant(clientId: string): PlantedTenant {
  const liveSecret = unique("live-secret");
  const accessToken = `opaque.${randomBytes(24).toString("base64url")}`;
  const canaries = [
    { name: `client secret of ${clientId}`, value: liveSecret },
    { name: `Basic value of ${clientId}`, value: basicOf(clientId, liveSecret) },
    { name: `access token of ${clientId}`, value: accessToken },
  ];
  return { clientId, liveSecret, accessToken, marker: unique("harmless"), canaries };
}

/** The secrets of one installation and of its first workspace. */
export function plantCanaries() {
  const simulatorSecret = unique("simulator-secret");
  const sealKey = randomBytes(32).toString("base64");
  const authSecret = randomBytes(36).toString("base64");
  const first = plantTenant(CLIENT_ID);
  const canaries: Canary[] = [
    { name: "client secret of the simulator", value: simulatorSecret },
    { name: "Basic value of the simulator", value: basicOf(CLIENT_ID, simulatorSecret) },
    { name: "key that seals", value: sealKey },
    { name: "AUTH_SECRET", value: authSecret },
    { name: "password of the owner", value: OWNER.password },
  ];
  return { canaries, first, simulatorSecret, sealKey, authSecret };
}

/**
 * A live environment that says everything back that it is told: in the body, in headers, packed and plain. To each workspace it
 * gives a token of its own and answers with the word of that one.
 */
export async function aTalkativeUpstream(tenants: readonly PlantedTenant[]): Promise<ScriptedUpstream> {
  const upstream = await scriptedUpstream();
  upstream.answer((request) => {
    const whose = tenants.find(({ accessToken }) => request.headers.authorization === `Bearer ${accessToken}`);
    const isKnown = request.path.endsWith("/products") && whose !== undefined;
    return {
      status: isKnown ? 200 : 404,
      headers: {
        "Content-Type": "application/json",
        "X-Echo": request.headers.authorization ?? "none",
        "WWW-Authenticate": request.headers.authorization ?? "none",
      },
      body: { api_version: "3.8", data: { items: [{ product_title: whose?.marker, echo: request.rawHeaders }] } },
      encode: isKnown ? ["gzip"] : [],
    };
  });
  upstream.answer({
    path: /\/oauth2\/token$/,
    handler: ({ headers }) => {
      const whose = tenants.find(({ clientId, liveSecret }) => headers.authorization === `Basic ${basicOf(clientId, liveSecret)}`);
      const body = { access_token: whose?.accessToken, token_type: "Bearer", expires_in: 3600, scope: "distributor/products" };
      return { status: whose ? 200 : 401, body, headers: { "Cache-Control": "no-store" } };
    },
  });
  return upstream;
}
