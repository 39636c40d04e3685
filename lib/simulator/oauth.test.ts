import { decodeJwt, decodeProtectedHeader } from "jose";
import * as oauth from "oauth4webapi";
import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { registerClient } from "@/lib/simulator/accounts";
import { basic, CLIENT_ID, CLIENT_SECRET, testSimulator, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;
let now = new Date("2026-06-01T10:00:00Z");

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => now });
});

const PRODUCTS = "https://www.prioticketapis.com/auth/distributor/products";
const JSON_TYPE = { "content-type": "application/json" };
const GRANT = JSON.stringify({ grant_type: "client_credentials" });

function ask(body: string, headers: Record<string, string>): Promise<Answer> {
  return simulator.call("POST", "/oauth2/token", { body, headers });
}

describe("the token endpoint", () => {
  it("answers the documented request with a JWT for an hour, never to be stored", async () => {
    const answer = await ask(JSON.stringify({ grant_type: "client_credentials", scope: PRODUCTS }), {
      ...JSON_TYPE,
      authorization: basic(),
    });

    expect(answer.status).toBe(200);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.body).toMatchObject({ token_type: "Bearer", expires_in: 3600, scope: PRODUCTS });
    const { access_token } = answer.body as { access_token: string };
    expect(decodeProtectedHeader(access_token)).toMatchObject({ alg: "HS256" });
    expect(decodeJwt(access_token)).toMatchObject({ sub: CLIENT_ID, scope: PRODUCTS, iat: 1780308000, exp: 1780311600 });
  });

  it("grants what it knows of what was asked", async () => {
    const answer = await ask(JSON.stringify({ grant_type: "client_credentials", scope: `${PRODUCTS} made.up` }), {
      ...JSON_TYPE,
      authorization: basic(),
    });
    expect(answer.body).toMatchObject({ scope: PRODUCTS });
  });

  const encoded = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);
  it.each<[string, string, Record<string, string>]>([
    ["form-urlencoded Basic", GRANT, { ...JSON_TYPE, authorization: basic(encoded(CLIENT_ID), encoded(CLIENT_SECRET)) }],
    ["a form body", "grant_type=client_credentials", { "content-type": "application/x-www-form-urlencoded", authorization: basic() }],
    [
      "credentials in a JSON body",
      JSON.stringify({ grant_type: "client_credentials", client_id: CLIENT_ID, client_secret: CLIENT_SECRET }),
      JSON_TYPE,
    ],
    [
      "credentials in a form body",
      new URLSearchParams({ grant_type: "client_credentials", client_id: CLIENT_ID, client_secret: CLIENT_SECRET }).toString(),
      { "content-type": "application/x-www-form-urlencoded" },
    ],
  ])("takes %s", async (_form, body, headers) => {
    expect((await ask(body, headers)).status).toBe(200);
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ["no Authorization header", GRANT, JSON_TYPE, 400, "invalid_request"],
    ["no body", "", { authorization: basic() }, 400, "invalid_request"],
    ["broken JSON", "{", { ...JSON_TYPE, authorization: basic() }, 400, "invalid_request"],
    ["a body that is neither JSON nor a form", GRANT, { "content-type": "text/plain", authorization: basic() }, 400, "invalid_request"],
    [
      "a repeated parameter",
      "grant_type=client_credentials&grant_type=client_credentials",
      { "content-type": "application/x-www-form-urlencoded", authorization: basic() },
      400,
      "invalid_request",
    ],
    [
      "credentials in two places",
      JSON.stringify({ grant_type: "client_credentials", client_id: CLIENT_ID, client_secret: CLIENT_SECRET }),
      { ...JSON_TYPE, authorization: basic() },
      400,
      "invalid_request",
    ],
    [
      "another grant type",
      JSON.stringify({ grant_type: "password" }),
      { ...JSON_TYPE, authorization: basic() },
      400,
      "unsupported_grant_type",
    ],
    [
      "only unknown scopes",
      JSON.stringify({ grant_type: "client_credentials", scope: "made.up" }),
      { ...JSON_TYPE, authorization: basic() },
      400,
      "invalid_scope",
    ],
    ["a wrong secret", GRANT, { ...JSON_TYPE, authorization: basic(CLIENT_ID, "wrong") }, 401, "invalid_client"],
    ["an unknown client", GRANT, { ...JSON_TYPE, authorization: basic("nobody@example.com", "x") }, 401, "invalid_client"],
    ["Bearer instead of Basic", GRANT, { ...JSON_TYPE, authorization: "Bearer abc" }, 401, "invalid_client"],
    ["Basic that is not base64", GRANT, { ...JSON_TYPE, authorization: "Basic %%%" }, 401, "invalid_client"],
  ])("refuses %s", async (_case, body, headers, status, error) => {
    const answer = await ask(body, headers);

    expect(answer.status).toBe(status);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.body).toMatchObject({ error, error_reference: expect.any(String), error_message: expect.any(String) });
    expect(answer.headers["www-authenticate"]).toBe(status === 401 ? 'Basic realm="distributor", charset="UTF-8"' : undefined);
  });

  it("refuses credentials in the address", async () => {
    const answer = await simulator.call("POST", `/oauth2/token?client_id=${CLIENT_ID}`, {
      body: GRANT,
      headers: { ...JSON_TYPE, authorization: basic() },
    });
    expect(answer.status).toBe(400);
  });

  it("knows a registered client until it is registered again", async () => {
    const first = await registerClient({ clientId: "w1@example.com", world: "w1" });
    expect((await ask(GRANT, { ...JSON_TYPE, authorization: basic("w1@example.com", first.reveal()) })).status).toBe(200);

    const second = await registerClient({ clientId: "w1@example.com", world: "w1" });
    expect((await ask(GRANT, { ...JSON_TYPE, authorization: basic("w1@example.com", first.reveal()) })).status).toBe(401);
    expect((await ask(GRANT, { ...JSON_TYPE, authorization: basic("w1@example.com", second.reveal()) })).status).toBe(200);
  });

  it("lets no world take over a client of another", async () => {
    await registerClient({ clientId: "w2@example.com", world: "w2" });
    await expect(registerClient({ clientId: "w2@example.com", world: "intruder" })).rejects.toThrow(/another world/);
  });
});

describe("an OAuth library as it comes", () => {
  it.each([
    ["client_secret_basic", oauth.ClientSecretBasic(CLIENT_SECRET)],
    ["client_secret_post", oauth.ClientSecretPost(CLIENT_SECRET)],
  ])("oauth4webapi gets a token by %s", async (_method, authentication) => {
    const server: oauth.AuthorizationServer = { issuer: simulator.origin, token_endpoint: `${simulator.base}/oauth2/token` };
    const client: oauth.Client = { client_id: CLIENT_ID };
    const parameters = new URLSearchParams({ scope: PRODUCTS });
    const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, {
      [oauth.allowInsecureRequests]: true,
    });
    const tokens = await oauth.processClientCredentialsResponse(server, client, response);
    expect(tokens).toMatchObject({ token_type: "bearer", expires_in: 3600, scope: PRODUCTS });
  });

  it("oauth4webapi reads a refusal with its challenge", async () => {
    const server: oauth.AuthorizationServer = { issuer: simulator.origin, token_endpoint: `${simulator.base}/oauth2/token` };
    const client: oauth.Client = { client_id: CLIENT_ID };
    const response = await oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretPost("wrong"), new URLSearchParams(), {
      [oauth.allowInsecureRequests]: true,
    });
    await expect(oauth.processClientCredentialsResponse(server, client, response)).rejects.toMatchObject({
      code: "OAUTH_WWW_AUTHENTICATE_CHALLENGE",
    });
  });
});

describe("a token", () => {
  it("is dead an hour later", async () => {
    const authorization = `Bearer ${await simulator.token()}`;
    const before = now;
    now = new Date(before.getTime() + 3_600_000);
    const answer = await simulator.call("GET", "/products", { headers: { authorization } });
    now = before;

    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
    expect(answer.body).toMatchObject({ error_description: "The access token expired at 2026-06-01T11:00:00.000Z." });
  });
});
