import { test as base, expect } from "@playwright/test";
import { collector, drawTree, FIRST_CALL, RUNS, traceOf, withoutDatabase, type Collector } from "@/lib/traces/testing/collector";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { signInByApi } from "./api-person";
import { addCredential, aRun, beginRun, FIRST_SLUG } from "./api-runs";
import { withConsole, type ConsoleProcess } from "./console-process";
import { OWNER } from "./fixtures";

const KEY = "key-of-the-collector-2b71";
const TOKEN = "canary-access-token";

/** A console of its own that has a collector, without a browser. */
const test = base.extend<{ upstream: ScriptedUpstream; received: Collector; running: ConsoleProcess }>({
  upstream: async ({}, use) => {
    const upstream = await scriptedUpstream();
    upstream.answer({ body: { api_version: "3.8", data: { items: [] } } });
    upstream.answer({ path: /oauth2\/token$/, body: { access_token: TOKEN, token_type: "Bearer", expires_in: 3600 } });
    await use(upstream);
    await upstream.close();
  },
  received: async ({}, use) => {
    const received = await collector();
    await use(received);
    await received.close();
  },
  running: [
    async ({ upstream, received }, use) => {
      const given = {
        OWNER_EMAIL: OWNER.email,
        OWNER_PASSWORD: OWNER.password,
        UPSTREAM_STAGING_ORIGIN: upstream.origin,
        LOG_LEVEL: "info",
        OTEL_EXPORTER_OTLP_ENDPOINT: received.origin,
        OTEL_EXPORTER_OTLP_HEADERS: `x-key=${KEY}`,
      };
      await withConsole(given, use);
    },
    { timeout: 300_000 },
  ],
});

test("the built console's traces reach the collector before it ends, hold what they should and nothing else", async ({ upstream, received, running }) => {
  const owner = await signInByApi(running.origin, OWNER.email, OWNER.password);
  const credential = await addCredential(owner, "staging", "canary-credential");
  const run = await beginRun(owner, aRun({ credentialId: credential, query: { product_supplier: "canary-value" } }));
  expect(await run.finish()).toMatchObject({ outcome: { kind: "reply", status: 200 }, kept: true });
  for (const page of ["/sign-in?next=canary-next", `/${FIRST_SLUG}/playground?env=canary-environment`, `/${FIRST_SLUG}/canary-nowhere/at-all`]) await owner.ask("GET", page);
  running.signal("SIGTERM");
  expect(await running.ended).toEqual({ code: 0, signal: null });

  const spans = received.spans();
  const trace = traceOf(spans, RUNS);
  expect(drawTree(withoutDatabase(trace))).toEqual(FIRST_CALL);
  for (const name of ["GET /sign-in", "GET /[workspace]/playground", "GET", "POST /api/auth/[...nextauth]"]) traceOf(spans, name);
  // The framework, which would name its spans after addresses, has made none.
  const names = new Set(spans.filter(({ parentSpanId }) => parentSpanId).map(({ name }) => name));
  expect([...names].sort()).toEqual(["GET /products", "POST /oauth2/token", "access token", "database transaction", "fair-use budget", "token exchange"]);

  const bytes = received.bytes();
  for (const canary of ["canary", OWNER.email, OWNER.password, OWNER.email.split("@")[0] ?? "", "secret-of-", FIRST_SLUG, credential, TOKEN, "Bearer"]) expect([canary, bytes.includes(canary)]).toEqual([canary, false]);
  for (const there of [KEY, "getProducts", "/oauth2/token"]) expect([there, bytes.includes(there)]).toEqual([there, true]);
  expect(upstream.requests.some(({ target }) => target.includes("canary-value"))).toBe(true);
  const line = running.output().split("\n").find((one) => one.includes(String(trace[0].facts["console.request.id"])) && one.includes('"msg":"request"'));
  expect(JSON.parse(line ?? "{}")).toMatchObject({ traceId: trace[0].traceId, status: 200 });
  expect(running.output()).not.toContain(KEY);
});

test("a collector that is silent holds up neither calls nor the end", async ({ received, running }) => {
  received.reset();
  received.answer({ stall: "before-headers" });
  const owner = await signInByApi(running.origin, OWNER.email, OWNER.password);
  const credential = await addCredential(owner, "staging", "one");
  expect(await (await beginRun(owner, aRun({ credentialId: credential }))).finish()).toMatchObject({ outcome: { kind: "reply", status: 200 } });
  const toldAtMs = performance.now();
  running.signal("SIGTERM");
  expect(await running.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - toldAtMs).toBeLessThan(30_000);
  expect(received.requests.length).toBeGreaterThan(0);
});
