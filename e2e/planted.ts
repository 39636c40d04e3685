import { randomBytes } from "node:crypto";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import type { Canary } from "./canaries";
import { OWNER } from "./fixtures";

/** The client id of every credential that a test of containment makes. */
export const CLIENT_ID = "partner@example.com";
/** A value that occurs nowhere else. Characters that encodings change are part of it on purpose. */
export const unique = (name: string) => `${name}-${randomBytes(12).toString("hex")}+/"&`;

/** The secrets of one run. */
export function plantCanaries() {
  const simulatorSecret = unique("simulator-secret");
  const liveSecret = unique("live-secret");
  const accessToken = `opaque.${randomBytes(24).toString("base64url")}`;
  const sealKey = randomBytes(32).toString("base64");
  const authSecret = randomBytes(36).toString("base64");
  const basicOf = (secret: string) => Buffer.from(`${CLIENT_ID}:${secret}`).toString("base64");
  const canaries: Canary[] = [
    { name: "client secret of the simulator", value: simulatorSecret },
    { name: "client secret of staging", value: liveSecret },
    { name: "Basic value of the simulator", value: basicOf(simulatorSecret) },
    { name: "Basic value of staging", value: basicOf(liveSecret) },
    { name: "access token", value: accessToken },
    { name: "key that seals", value: sealKey },
    { name: "AUTH_SECRET", value: authSecret },
    { name: "password of the owner", value: OWNER.password },
  ];
  return { canaries, simulatorSecret, liveSecret, accessToken, sealKey, authSecret };
}

/** A live environment that says everything back that it is told: in the body, in headers, packed and plain. */
export async function aTalkativeUpstream(accessToken: string, marker: string): Promise<ScriptedUpstream> {
  const upstream = await scriptedUpstream();
  upstream.answer((request) => ({
    status: request.path.endsWith("/products") ? 200 : 404,
    headers: {
      "Content-Type": "application/json",
      "X-Echo": request.headers.authorization ?? "none",
      "WWW-Authenticate": request.headers.authorization ?? "none",
    },
    body: { api_version: "3.8", data: { items: [{ product_title: marker, echo: request.rawHeaders }] } },
    encode: request.path.endsWith("/products") ? ["gzip"] : [],
  }));
  upstream.answer({
    path: /\/oauth2\/token$/,
    body: { access_token: accessToken, token_type: "Bearer", expires_in: 3600, scope: "distributor/products" },
    headers: { "Cache-Control": "no-store" },
  });
  return upstream;
}
