import { test as base, expect } from "@playwright/test";
import { scriptedUpstream, type Script, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { gate } from "@/lib/shared/testing/gate";
import { signInByApi } from "./api-person";
import { addCredential, aRun, beginRun, type RunUnderWay } from "./api-runs";
import { statusOf, withConsole, type ConsoleProcess } from "./console-process";
import { OWNER } from "./fixtures";

/** A console of its own, without a browser. */
const test = base.extend<{ upstream: ScriptedUpstream; other: ScriptedUpstream; running: ConsoleProcess }>({
  upstream: async ({}, use) => {
    const upstream = await scriptedUpstream();
    await use(upstream);
    await upstream.close();
  },
  other: async ({}, use) => {
    const other = await scriptedUpstream();
    await use(other);
    await other.close();
  },
  running: [
    async ({ upstream, other }, use) => {
      const given = {
        OWNER_EMAIL: OWNER.email,
        OWNER_PASSWORD: OWNER.password,
        UPSTREAM_STAGING_ORIGIN: upstream.origin,
        UPSTREAM_SANDBOX_ORIGIN: other.origin,
        // Two hundred calls of one workspace, which by default may have half as many under way.
        SENDS_PER_WORKSPACE: "200",
      };
      await withConsole(given, use);
    },
    { timeout: 300_000 },
  ],
});

const HELD = 80;
const STREAMED = 80;
const WAITING_FOR_A_TOKEN = 40;
const STOP_LIMIT_MS = 65_000;
const BODY = JSON.stringify({ api_version: "3.8", data: { items: [], padding: "x".repeat(4_000) } });

test("told to stop, it says at once that it is not ready, and finishes 200 calls that are under way", async ({
  upstream,
  other,
  running,
}) => {
  const letGo = gate();
  const token: Script = {
    path: /oauth2\/token$/,
    handler: async ({ headers }) => {
      const client = Buffer.from(headers.authorization?.split(" ")[1] ?? "", "base64").toString();
      if (client.startsWith("slow@")) await letGo.opened;
      return { body: { access_token: "t", token_type: "Bearer", expires_in: 3600 } };
    },
  };
  const products: Script = {
    path: /\/products$/,
    handler: async ({ query }, { response }) => {
      if (query.get("start_index") === "1") {
        response.writeHead(200, { "content-type": "application/json", "content-length": BODY.length });
        response.write(BODY.slice(0, 2_000));
        await letGo.opened;
        return void response.end(BODY.slice(2_000));
      }
      await letGo.opened;
      return { headers: { "content-type": "application/json" }, body: BODY };
    },
  };
  for (const one of [upstream, other]) for (const script of [token, products]) one.answer(script);
  const owner = await signInByApi(running.origin, OWNER.email, OWNER.password);
  const [held, streamed, slow] = await Promise.all([
    addCredential(owner, "staging", "held"),
    addCredential(owner, "sandbox", "streamed"),
    addCredential(owner, "sandbox", "slow"),
  ]);
  const many = (count: number, begin: () => Promise<RunUnderWay>) => Promise.all(Array.from({ length: count }, begin));
  const underWay = (
    await Promise.all([
      many(HELD, async () => {
        const run = await beginRun(owner, aRun({ credentialId: held }));
        await run.until((frame) => frame.kind === "progress" && frame.progress.stage === "sending");
        return run;
      }),
      many(STREAMED, async () => {
        const run = await beginRun(owner, aRun({ environment: "sandbox", credentialId: streamed, query: { start_index: "1" } }));
        await run.until(({ kind }) => kind === "body");
        return run;
      }),
      many(WAITING_FOR_A_TOKEN, async () => {
        const run = await beginRun(owner, aRun({ environment: "sandbox", credentialId: slow }));
        await run.until((frame) => frame.kind === "progress" && frame.progress.stage === "getting a token");
        return run;
      }),
    ])
  ).flat();
  expect(await statusOf(`${running.origin}/api/ready`)).toBe(200);

  const toldAtMs = performance.now();
  running.signal("SIGTERM");
  await expect.poll(() => statusOf(`${running.origin}/api/ready`), { intervals: [10] }).toBe(503);
  expect(performance.now() - toldAtMs).toBeLessThan(1_000);
  expect(await statusOf(`${running.origin}/api/health`)).toBe(200);
  const refused = await fetch(`${running.origin}/sign-in`);
  expect([refused.status, refused.headers.get("retry-after"), refused.headers.get("content-type")]).toEqual([
    503,
    "5",
    "application/problem+json",
  ]);

  letGo.open();
  const trailers = await Promise.all(underWay.map((run) => run.finish()));
  expect(trailers.filter(({ outcome, kept }) => kept && outcome.kind === "reply" && outcome.status === 200)).toHaveLength(200);
  expect(await running.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - toldAtMs).toBeLessThan(STOP_LIMIT_MS);
  const exchangesOf = [...upstream.requests, ...other.requests]
    .filter(({ path }) => path.endsWith("/token"))
    .map(({ headers }) => headers.authorization);
  expect(new Set(exchangesOf).size).toBe(3);
  expect(exchangesOf).toHaveLength(3);
});

test("told twice, it does not wait", async ({ upstream, running }) => {
  upstream.answer({ stall: "before-headers" });
  const owner = await signInByApi(running.origin, OWNER.email, OWNER.password);
  const run = await beginRun(owner, aRun({ credentialId: await addCredential(owner, "staging", "held") }));
  running.signal("SIGTERM");
  await expect.poll(() => statusOf(`${running.origin}/api/ready`), { intervals: [10] }).toBe(503);
  const toldAgainAtMs = performance.now();
  running.signal("SIGTERM");
  await running.ended;
  expect(performance.now() - toldAgainAtMs).toBeLessThan(5_000);
  await expect(run.finish()).rejects.toThrow();
});
