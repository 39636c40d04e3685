/** Traces of the console's own routes, as a collector gets them over HTTP. */
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { aPerson } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { makeLog } from "@/lib/http/log";
import { consoleUnderTest, type ConsoleUnderTest } from "@/lib/server/testing/console-under-test";
import { ownerAtWork, type OwnerAtWork } from "@/lib/server/testing/owner-at-work";
import { processSlot } from "@/lib/shared/process-slot";
import { Secret } from "@/lib/shared/secret";
import { aCredential, PRODUCTS } from "@/lib/tokens/testing/token-world";
import { startTraces, type Traces } from "./service";
import { collector, drawTree, FIRST_CALL, RUNS, traceOf, withoutDatabase, type CollectedSpan, type Collector } from "./testing/collector";

const KEY = "key-of-the-collector-8c1f";
const PASSWORD = "twelve brass lamps above the sea";

let running: ConsoleUnderTest;
let work: OwnerAtWork;
let received: Collector;
let traces: Traces;
let said: { msg: string; traceId?: string; requestId?: string; level: number }[] = [];

beforeAll(async () => {
  await testDatabase();
  running = await consoleUnderTest();
  work = await ownerAtWork(running);
  setSettings({ ...settings(), upstreamOrigins: { staging: work.world.upstream.origin } });
  return async () => {
    await work.close();
    await running.close();
  };
});
beforeEach(async () => {
  said = [];
  processSlot("log").set(makeLog({ write: (line) => void said.push(JSON.parse(line)) }));
  received = await collector();
  traces = begin(received.origin);
});
afterEach(async () => {
  await traces.stop();
  await received.close();
  processSlot("log").clear();
});

function begin(origin: string, ratio = 1): Traces {
  return startTraces({ url: new URL(`${origin}/v1/traces`), headers: [["x-key", new Secret(KEY)]], serviceName: "console of a test", ratio });
}

const path = () => `/api/bff/workspaces/${work.world.owner.workspaceSlug}`;

function call(credentialId: string, filled: object = {}) {
  const input = { operationId: "getProducts", environment: "staging", apiVersion: "3.8", credentialId, scopes: [PRODUCTS], path: {}, query: {}, headers: {}, body: null, fault: null, replayOf: null, ...filled };
  return work.ask("POST", `${path()}/runs`, JSON.stringify(input)).then((answered) => {
    if (answered.status !== 200) throw new Error(answered.text);
    return answered;
  });
}

const named = (spans: readonly CollectedSpan[], name: string) => spans.find((span) => span.name === name) ?? expect.fail(`There is no ${name}`);

it("draws a call with its exchange, its turns and what was answered", async () => {
  const credential = await aCredential(work.world.owner);
  expect((await call(credential)).status).toBe(200);
  await traces.flush();
  const spans = traceOf(received.spans(), RUNS);
  expect(drawTree(withoutDatabase(spans))).toEqual(FIRST_CALL);
  expect(spans.filter(({ name, parentSpanId }) => name === "database transaction" && parentSpanId).length).toBeGreaterThan(0);
  expect(named(spans, RUNS)).toMatchObject({ kind: "server", failed: false, facts: { "http.request.method": "POST", "http.route": "/api/bff/workspaces/[workspace]/runs", "http.response.status_code": 200, "console.request.id": expect.stringMatching(/^[0-9a-f-]{36}$/) } });
  expect(named(spans, "access token").facts).toEqual({ "console.environment": "staging", "console.api_version": "3.8", "console.token.source": "exchanged" });
  expect(named(spans, "token exchange").facts).toEqual({ "console.environment": "staging", "console.api_version": "3.8", "console.exchange.outcome": "granted" });
  expect(named(spans, "POST /oauth2/token")).toMatchObject({ kind: "client", facts: { "console.operation": "getToken", "http.response.status_code": 200 } });
  expect(named(spans, "GET /products").facts).toEqual({
    "console.environment": "staging",
    "console.operation": "getProducts",
    "console.api_version": "3.8",
    "url.template": "/products",
    "http.request.method": "GET",
    "http.response.status_code": 200,
    "server.address": "127.0.0.1",
    "server.port": work.world.upstream.port,
  });
  expect(received.serviceNames()).toContain("console of a test");
  expect(received.requests[0]).toMatchObject({ path: "/v1/traces", headers: { "x-key": KEY, "content-type": "application/json" } });
});

it("tells a kept token from one that others were getting, and a second attempt and a refusal from a first", async () => {
  const credential = await aCredential(work.world.owner);
  await Promise.all([call(credential), call(credential)]);
  work.world.upstream.answer({ path: /\/products$/, status: 401, times: 1 });
  await call(credential, { query: { items_per_page: "1" } });
  await traces.flush();
  const sources = received.spans().filter(({ name }) => name === "access token").map(({ facts }) => facts["console.token.source"]);
  // Two at once share one exchange; the third has a kept one, which is refused, and gets another.
  expect(sources.sort()).toEqual(["exchanged", "exchanged", "joined", "kept"]);
  const [refused, again] = received.spans().filter(({ name, facts }) => name === "GET /products" && (facts["http.response.status_code"] === 401 || facts["http.request.resend_count"] !== undefined));
  expect(refused).toMatchObject({ failed: true, facts: { "error.type": "401" } });
  expect(again).toMatchObject({ failed: false, facts: { "http.request.resend_count": 1, "http.response.status_code": 200 } });
});

it("names a call without a reply by its failure", async () => {
  work.world.upstream.answer({ path: /\/products$/, raw: "nonsense\r\n\r\n", afterRaw: "close", times: 1 });
  await call(await aCredential(work.world.owner));
  await traces.flush();
  expect(named(traceOf(received.spans(), RUNS), "GET /products")).toMatchObject({ failed: true, facts: { "error.type": "malformed" } });
});

it("gives away no secret, token, address, person, query or header", async () => {
  const person = await aPerson({ email: "canary-person@example.test", name: "Carla Canary", password: PASSWORD });
  const csrf = await work.ask("GET", "/api/auth/csrf?canary-query-1=canary-value-1", null, { cookie: "" });
  const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
  await work.ask("POST", "/api/auth/callback/credentials", new URLSearchParams({ csrfToken, email: person.email, password: PASSWORD, json: "true" }).toString(), { "content-type": "application/x-www-form-urlencoded", cookie: "" });
  const { owner, upstream } = work.world;
  upstream.answer({ path: /\/oauth2\/token$/, body: { access_token: "canary-access-token", token_type: "Bearer", expires_in: 3600 } });
  const credential = await aCredential(owner);
  await call(credential, { query: { product_supplier: "canary-value-2" }, headers: { "App-Reference": "canary-header" } });
  await call(credential, { operationId: "getProduct", path: { product_id: "canary-path-1" } });
  await call(credential, { operationId: "createOrder", body: '{"data":{"order":{"order_contact":{"contact_email":"canary-guest@example.test"}}}}' });
  await work.ask("GET", `/canary-page?next=canary-value-3`);
  await work.ask("GET", `/${owner.workspaceSlug}/tokens?x=canary-value-4`);
  await work.ask("GET", `/api/canary-api/canary-path-2?canary-value-5`);
  await work.ask("GET", `/api/simulator/v3.8/distributor/products/canary-path-3?canary-value-6`);
  const hostile = await work.ask("GET", "/%63anary%0d%0aheader", null, { "user-agent": "canary-agent", traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" });
  expect(hostile.status).toBeGreaterThan(0);
  await traces.flush();

  const bytes = received.bytes();
  const basic = upstream.requests.findLast(({ path: to }) => to.endsWith("/oauth2/token"))?.headers.authorization?.replace("Basic ", "") ?? "";
  const [clientId = "", clientSecret = ""] = Buffer.from(basic, "base64").toString().split(":");
  const secrets = [PASSWORD, csrfToken, basic, clientId, clientSecret, credential, owner.userId, owner.workspaceId, owner.workspaceSlug, person.userId];
  expect(secrets.filter((secret) => secret.length < 6)).toEqual([]);
  for (const canary of ["canary", "Canary", "%63anary", "0af7651916cd43dd8448eb211c80319c", "Bearer", "Basic", ...secrets]) expect([canary, bytes.includes(canary)]).toEqual([canary, false]);
  // All of it was traced, and the search finds what is there.
  const names = new Set(received.spans().filter(({ kind }) => kind === "server").map(({ name }) => name));
  for (const name of ["POST /api/auth/[...nextauth]", RUNS, "GET /[workspace]/tokens", "GET /api/simulator/[...path]", "GET"]) expect([...names]).toContain(name);
  expect(named(received.spans(), "GET /products/{product_id}").facts["console.operation"]).toBe("getProduct");
  for (const there of [KEY, "getProducts", "/api/auth/[...nextauth]"]) expect([there, bytes.includes(there)]).toEqual([there, true]);
  // It did go out, and without a number of ours.
  const sent = upstream.requests.map(({ target, headers, bodyText }) => `${target} ${JSON.stringify(headers)} ${bodyText}`).join();
  for (const there of ["canary-value-2", "canary-path-1", "canary-guest", "canary-access-token", basic]) expect([there, sent.includes(there)]).toEqual([there, true]);
  expect(sent).not.toContain("traceparent");
});

it("is found from the log and leads to it", async () => {
  processSlot<ReturnType<typeof makeLog>>("log").get()!.level = "info";
  await call(await aCredential(work.world.owner));
  await traces.flush();
  const [root] = traceOf(received.spans(), RUNS);
  expect(said.find(({ requestId }) => requestId === root?.facts["console.request.id"])).toMatchObject({ msg: "request", traceId: root?.traceId });
});

it("traces no probe and, where a part is asked for, only a part", async () => {
  await work.ask("GET", "/api/health");
  await traces.stop();
  expect(received.requests).toEqual([]);
  traces = begin(received.origin, 0);
  await call(await aCredential(work.world.owner));
  await traces.flush();
  expect(received.requests).toEqual([]);
});

it.each([
  ["answers 500", { status: 500, body: "canary-of-the-collector" }, "it answered 500"],
  ["asks to come back later than anybody waits", { status: 503, headers: { "retry-after": "3600" } }, "no answer, or one that asks to try later"],
])("goes on when the collector %s, and says so once", async (_how, answer, reason) => {
  received.reset();
  received.answer(answer);
  const credential = await aCredential(work.world.owner);
  for (let n = 1; n <= 3; n += 1) {
    expect((await call(credential)).status).toBe(200);
    await traces.flush().catch(() => undefined);
  }
  expect(said.filter(({ msg }) => /[Tt]races/.test(msg))).toMatchObject([{ level: 40, reason, collector: received.origin }]);
  received.answer({ body: {} });
  await call(credential);
  await traces.flush();
  expect(said.filter(({ msg }) => /[Tt]races/.test(msg)).map(({ msg }) => msg)).toEqual([expect.stringContaining("do not reach"), expect.stringContaining("again")]);
  expect(JSON.stringify(said)).not.toMatch(/canary-of-the-collector|key-of-the-collector/);
});

it("goes on when nobody listens or nobody answers, and gives up on what is left when it stops", async () => {
  received.reset();
  received.answer({ stall: "before-headers" });
  const credential = await aCredential(work.world.owner);
  expect((await call(credential)).status).toBe(200);
  await traces.stop();
  expect(received.requests).toHaveLength(1);

  traces = begin("http://127.0.0.1:1");
  expect((await call(credential)).status).toBe(200);
  await traces.stop();
  expect((await call(credential)).status).toBe(200);
});
