import { expect, it } from "vitest";
import { open } from "../../service";
import { PRODUCTS, run, SECRET, tokenText } from "../../testing/playground-world";
import { worldInTests } from "../../testing/world-in-tests";

const world = worldInTests();

const exchange = { operationId: "getToken", scopes: [], body: `{"grant_type":"client_credentials","scope":"${PRODUCTS}"}` };

it("makes the exchange that the body asks for, and shows it without secret and token", async () => {
  const { raw, head, body, trailer } = await run(world, exchange);
  expect(world.upstream.requests.map(({ target, bodyText }) => [target, JSON.parse(bodyText)])).toEqual([
    ["/v3.8/distributor/oauth2/token", { grant_type: "client_credentials", scope: PRODUCTS }],
  ]);
  expect(head).toMatchObject({
    status: 200,
    token: { tokenId: expect.any(String) },
    request: { method: "POST", url: `${world.upstream.origin}/v3.8/distributor/oauth2/token` },
  });
  expect(JSON.parse(body.toString())).toMatchObject({ access_token: "«access token»", expires_in: 3600 });
  expect(trailer).toMatchObject({ outcome: { kind: "reply", status: 200 }, redactions: 1, bodySha256: null, diagnosis: null, kept: true });
  const everything = raw.toString() + JSON.stringify(await open(world.owner, trailer.runId));
  for (const secret of [SECRET, tokenText(1), Buffer.from(SECRET).toString("base64").slice(0, 20)])
    expect(everything).not.toContain(secret);
});

it("makes a new one each time", async () => {
  await run(world, exchange);
  await run(world, { ...exchange, body: null });
  expect(world.upstream.requests.map(({ bodyText }) => bodyText)).toEqual([
    expect.stringContaining(PRODUCTS),
    '{"grant_type":"client_credentials"}',
  ]);
});

it("explains a refusal as one of the exchange", async () => {
  world.upstream.answer({ path: /token$/, status: 401, headers: { "WWW-Authenticate": "Basic" }, body: { error: "invalid_client" } });
  const { head, trailer } = await run(world, exchange);
  expect([head?.status, head?.token]).toEqual([401, null]);
  expect(trailer).toMatchObject({
    outcome: { kind: "reply", status: 401 },
    diagnosis: { code: "status-401", theirWords: { error: "invalid_client" } },
  });
});

it("names a connection that broke", async () => {
  world.upstream.answer({ path: /token$/, reset: "before-headers" });
  const { trailer } = await run(world, exchange);
  expect(trailer).toMatchObject({ outcome: { kind: "failed", failure: "reset" }, diagnosis: { code: "failure-reset" } });
});
