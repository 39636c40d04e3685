import { execFile, spawnSync } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import axios from "axios";
import ClientOAuth2 from "client-oauth2";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { ClientCredentials } from "simple-oauth2";
import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { handleSimulator } from "@/lib/simulator/server";
import { CLIENT_ID, CLIENT_SECRET, testSimulator } from "@/lib/simulator/testing/simulator";

/** How a token was asked for, as it came over the wire. */
interface Form {
  body: "form" | "JSON" | "none";
  client: "plain Basic" | "encoded Basic" | "body";
}

const seen: Form[] = [];
let origin: string;
let base: string;

beforeAll(async () => {
  await testDatabase();
  await testSimulator();
  const server = createServer((req, res) => {
    if (req.url?.endsWith("/oauth2/token") === true) seen.push(formOf(req));
    void handleSimulator(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  base = `${origin}/api/simulator/v3.8/distributor`;
  return () => {
    server.closeAllConnections();
    server.close();
  };
});

function formOf({ headers }: IncomingMessage): Form {
  const type = headers["content-type"] ?? "";
  const body = type.includes("json") ? "JSON" : type.includes("form") ? "form" : "none";
  if (headers.authorization === undefined) return { body, client: "body" };
  const pair = Buffer.from(headers.authorization.slice("Basic ".length), "base64").toString();
  return { body, client: pair === `${CLIENT_ID}:${CLIENT_SECRET}` ? "plain Basic" : "encoded Basic" };
}

const TOKEN_PATH = "/api/simulator/v3.8/distributor/oauth2/token";
const GRANT = { grant_type: "client_credentials" };
const IN_BODY = { ...GRANT, client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
const products = () => `${base}/products?items_per_page=1`;

/** Gets a token and makes one call with it; resolves with the status of that call. */
type Use = () => Promise<number>;

const run = promisify(execFile);

async function curl(...options: readonly string[]): Promise<number> {
  const asked = await run("curl", ["-sS", ...options, `${origin}${TOKEN_PATH}`]);
  const { access_token: token } = JSON.parse(asked.stdout) as { access_token: string };
  const called = await run("curl", ["-sS", "-o", "-", "-w", "\n%{http_code}", "-H", `Authorization: Bearer ${token}`, products()]);
  return Number(called.stdout.split("\n").at(-1));
}

async function viaOauth4webapi(authentication: oauth.ClientAuth): Promise<number> {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const server: oauth.AuthorizationServer = { issuer: origin, token_endpoint: `${origin}${TOKEN_PATH}` };
  const client: oauth.Client = { client_id: CLIENT_ID };
  const reply = await oauth.clientCredentialsGrantRequest(server, client, authentication, new URLSearchParams(), insecure);
  const { access_token: token } = await oauth.processClientCredentialsResponse(server, client, reply);
  return (await oauth.protectedResourceRequest(token, "GET", new URL(products()), new Headers(), undefined, insecure)).status;
}

async function viaOpenidClient(authentication?: openid.ClientAuth): Promise<number> {
  const server: openid.ServerMetadata = { issuer: origin, token_endpoint: `${origin}${TOKEN_PATH}` };
  const config = new openid.Configuration(server, CLIENT_ID, CLIENT_SECRET, authentication);
  openid.allowInsecureRequests(config);
  const { access_token: token } = await openid.clientCredentialsGrant(config);
  return (await openid.fetchProtectedResource(config, token, new URL(products()), "GET")).status;
}

async function viaSimpleOauth2(options: ConstructorParameters<typeof ClientCredentials>[0]["options"]): Promise<number> {
  const settings = { client: { id: CLIENT_ID, secret: CLIENT_SECRET }, auth: { tokenHost: origin, tokenPath: TOKEN_PATH } };
  const { token } = await new ClientCredentials(options === undefined ? settings : { ...settings, options }).getToken({});
  return (await fetch(products(), { headers: { authorization: `Bearer ${token.access_token}` } })).status;
}

async function viaClientOauth2(): Promise<number> {
  const client = new ClientOAuth2({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, accessTokenUri: `${origin}${TOKEN_PATH}` });
  const token = await client.credentials.getToken();
  const none: Record<string, string> = {};
  const { url, headers } = token.sign({ url: products(), headers: none });
  return (await fetch(url, { headers })).status;
}

async function viaAxios(body: object | URLSearchParams, isInBody = false): Promise<number> {
  const auth = isInBody ? {} : { auth: { username: CLIENT_ID, password: CLIENT_SECRET } };
  const { data } = await axios.post<{ access_token: string }>(`${origin}${TOKEN_PATH}`, body, auth);
  return (await axios.get(products(), { headers: { Authorization: `Bearer ${data.access_token}` } })).status;
}

const LIBRARIES: readonly [name: string, form: Form, use: Use][] = [
  [
    "oauth4webapi, client_secret_basic",
    { body: "form", client: "encoded Basic" },
    () => viaOauth4webapi(oauth.ClientSecretBasic(CLIENT_SECRET)),
  ],
  ["oauth4webapi, client_secret_post", { body: "form", client: "body" }, () => viaOauth4webapi(oauth.ClientSecretPost(CLIENT_SECRET))],
  ["openid-client as it comes", { body: "form", client: "body" }, () => viaOpenidClient()],
  [
    "openid-client, client_secret_basic",
    { body: "form", client: "encoded Basic" },
    () => viaOpenidClient(openid.ClientSecretBasic(CLIENT_SECRET)),
  ],
  ["simple-oauth2 as it comes", { body: "form", client: "encoded Basic" }, () => viaSimpleOauth2(undefined)],
  ["simple-oauth2, loose encoding", { body: "form", client: "plain Basic" }, () => viaSimpleOauth2({ credentialsEncodingMode: "loose" })],
  ["simple-oauth2, JSON", { body: "JSON", client: "encoded Basic" }, () => viaSimpleOauth2({ bodyFormat: "json" })],
  ["simple-oauth2, in the body", { body: "form", client: "body" }, () => viaSimpleOauth2({ authorizationMethod: "body" })],
  ["client-oauth2 as it comes", { body: "form", client: "plain Basic" }, viaClientOauth2],
  ["axios with an object", { body: "JSON", client: "plain Basic" }, () => viaAxios(GRANT)],
  ["axios with a form", { body: "form", client: "plain Basic" }, () => viaAxios(new URLSearchParams(GRANT))],
  ["axios, all in an object", { body: "JSON", client: "body" }, () => viaAxios(IN_BODY, true)],
];

const USER = ["-u", `${CLIENT_ID}:${CLIENT_SECRET}`];
const JSON_HEADER = ["-H", "Content-Type: application/json"];
const CURL: readonly [name: string, form: Form, use: Use][] = [
  ["-u and -d", { body: "form", client: "plain Basic" }, () => curl(...USER, "-d", "grant_type=client_credentials")],
  ["-u and JSON", { body: "JSON", client: "plain Basic" }, () => curl(...USER, ...JSON_HEADER, "-d", JSON.stringify(GRANT))],
  [
    "--data-urlencode",
    { body: "form", client: "body" },
    () => curl(...Object.entries(IN_BODY).flatMap(([name, value]) => ["--data-urlencode", `${name}=${value}`])),
  ],
  ["JSON with everything in it", { body: "JSON", client: "body" }, () => curl(...JSON_HEADER, "-d", JSON.stringify(IN_BODY))],
];

describe("a library as it comes gets a token and makes a call with it", () => {
  it.each(LIBRARIES)("%s", async (_name, form, use) => {
    expect([await use(), seen.at(-1)]).toEqual([200, form]);
  });
});

// The one client here that npm does not install; where the machine has none, the report shows these as skipped.
describe.skipIf(spawnSync("curl", ["--version"]).status !== 0)("curl gets a token and makes a call with it", () => {
  it.each(CURL)("%s", async (_name, form, use) => {
    expect([await use(), seen.at(-1)]).toEqual([200, form]);
  });
});
