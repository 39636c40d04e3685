import { beforeAll, beforeEach, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { metrics } from "@/lib/shared/metrics";
import { Secret } from "@/lib/shared/secret";
import { accessTokenFor } from "@/lib/tokens/service";
import { aCredential, BOOKINGS, givesTokens, PRODUCTS, tokenWorld, wanted } from "@/lib/tokens/testing/token-world";
import { originOf } from "@/lib/upstream/environments";
import { send } from "@/lib/upstream/network";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { metricsAnswer } from "./metrics";

const TOKEN = "0123456789abcdef0123456789abcdef";
let upstream: ScriptedUpstream;

beforeAll(async () => {
  await testDatabase();
  upstream = await scriptedUpstream();
  return () => upstream.close();
});
beforeEach(() => setSettings({ ...settings(), metricsToken: new Secret(TOKEN), upstreamOrigins: { staging: upstream.origin } }));

it("is not there without METRICS_TOKEN", async () => {
  setSettings({ ...settings(), metricsToken: undefined });
  expect((await metricsAnswer(`Bearer ${TOKEN}`)).status).toBe(404);
});

it.each([null, "", "Bearer", `Bearer ${TOKEN}x`, TOKEN, `Basic ${TOKEN}`])("answers %j with a challenge", async (authorization) => {
  const answer = await metricsAnswer(authorization);
  expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="metrics"']);
});

it("shows replies by environment and status, failures by kind, and the pool", async () => {
  upstream.answer({ status: 429, body: {} });
  const target = { url: new URL(`${originOf("staging")}/v3.8/distributor/system/ping`), method: "GET" as const, headers: [], body: undefined };
  const reply = await send(target);
  if (reply.kind === "reply") await reply.body.cancel();
  await send({ ...target, url: new URL("https://elsewhere.example/") });
  const shown = await (await metricsAnswer(`Bearer ${TOKEN}`)).text();
  expect(shown).toMatch(/^console_upstream_reply_seconds_count\{environment="staging",status="429"\} 1$/m);
  expect(shown).toMatch(/^console_upstream_failures_total\{environment="none",failure="console-address-blocked"\} 1$/m);
  expect(shown).toMatch(/^console_database_connections\{state="waiting"\} 0$/m);
  expect(shown).toContain("nodejs_eventloop_lag_seconds");
  expect(shown).not.toContain("elsewhere");
  expect(metrics().registry.contentType).toContain("text/plain");
});

it("tells kept tokens from exchanges, and how those ended, so that what the cache saves can be seen", async () => {
  const world = await tokenWorld();
  const valueOf = async (line: string) => Number((await (await metricsAnswer(`Bearer ${TOKEN}`)).text()).split("\n").find((one) => one.startsWith(`${line} `))?.split(" ").at(-1) ?? 0);
  const read = async () => ({
    kept: await valueOf('console_tokens_total{source="kept"}'),
    exchange: await valueOf('console_tokens_total{source="exchange"}'),
    none: await valueOf('console_tokens_total{source="none"}'),
    granted: await valueOf('console_exchanges_total{environment="staging",outcome="granted"}'),
    refused: await valueOf('console_exchanges_total{environment="staging",outcome="refused"}'),
  });
  const before = await read();
  givesTokens(world.upstream);
  const id = await aCredential(world.owner, "staging");
  for (let n = 0; n < 4; n += 1) await accessTokenFor(world.owner, wanted(id, [PRODUCTS]));
  world.upstream.answer({ status: 401, body: { error: "invalid_client" } });
  await accessTokenFor(world.owner, wanted(id, [BOOKINGS]));
  const after = await read();
  await world.upstream.close();
  expect(Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name as keyof typeof before]]))).toEqual({ kept: 3, exchange: 1, none: 1, granted: 1, refused: 1 });
});
