/**
 * `npm run bench:load`: requests a second at 50 connections through the BFF, from a signed-in session to a server on loopback, beside a
 * plain Node proxy and a direct call, in turns in one run. Every run through the BFF has its rights checked, its token from the
 * database, its reply redacted, and is written down. Needs a production build, which `npm start` makes. CPU time is read from /proc (Linux).
 */
import { randomBytes } from "node:crypto";
import { Console } from "node:console";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { closeDatabase } from "@/lib/db/client";
import { startCluster } from "@/lib/db/embedded/cluster";
import { migrateDatabase } from "@/lib/db/migrate";
import { parseSealKeys, readSettings, setSettings } from "@/lib/env";
import { aCredential } from "@/lib/playground/testing/playground-world";
import { Secret } from "@/lib/shared/secret";
import { cpuMsOf, started, stopAll } from "@/lib/simulator/testing/bench-process";

const PORTS = { upstream: 4731, proxy: 4732, console: 4733 };
const CONNECTIONS = Number(process.env.LOAD_CONNECTIONS ?? 50);
const SECONDS = Number(process.env.LOAD_SECONDS ?? 4);
const ROUNDS = 3;

const out = new Console(process.stdout);
const at = (port: number) => `http://127.0.0.1:${port}`;

interface Case {
  name: string;
  pid: number;
  origin: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  times: number[];
  alone: number[];
  perSecond: number[];
  cpuMs: number;
}

const folder = await mkdtemp(join(tmpdir(), "bench-load-"));
await chmod(folder, 0o755);
const cluster = await startCluster(folder);

async function cases(): Promise<Case[]> {
  const [authSecret, sealKeys] = [randomBytes(32).toString("base64"), `k1:${randomBytes(32).toString("base64")}`];
  const given = readSettings();
  setSettings({ ...given, databaseUrl: new Secret(cluster.url), authSecret: new Secret(authSecret), sealKeys: parseSealKeys(sealKeys) ?? [], loopbackOrigin: at(PORTS.console) });
  await migrateDatabase(cluster.url);
  const owner = await aMember("owner");
  const credentialId = await aCredential(owner, "staging");
  const cookie = await cookieOf(owner.userId);
  const peers = ["--import", "./lib/commands/register.mjs", "lib/server/testing/bench-peers.ts"];
  const upstreamPid = await started([...peers, "upstream", String(PORTS.upstream)], process.env, at(PORTS.upstream));
  const proxyPid = await started([...peers, "proxy", String(PORTS.proxy), at(PORTS.upstream)], process.env, at(PORTS.proxy));
  const environment = {
    ...process.env, PORT: String(PORTS.console), DATA_DIR: join(folder, "data"), DATABASE_URL: cluster.url, AUTH_SECRET: authSecret, SEAL_KEYS: sealKeys,
    UPSTREAM_STAGING_ORIGIN: at(PORTS.upstream), FAIR_USE_REQUESTS_PER_MINUTE: "1000000", SENDS_PER_WORKSPACE: "400",
  };
  const consolePid = await started(["lib/commands/start.mjs"], environment, `${at(PORTS.console)}/api/health`);
  const order = JSON.stringify({ data: { order: { order_distributor_id: "501", order_external_reference: "SHOP-1", note: "x".repeat(200) } } });
  const input = { operationId: "createOrder", environment: "staging", apiVersion: "3.8", credentialId, scopes: [], path: {}, query: {}, headers: {}, body: order, fault: null, replayOf: null };
  const plain = { path: "/v3.8/distributor/orders", headers: { "content-type": "application/json" }, body: order };
  const none = () => ({ times: [], alone: [], perSecond: [], cpuMs: 0 });
  return [
    { name: "direct", pid: upstreamPid, origin: at(PORTS.upstream), ...plain, ...none() },
    { name: "plain proxy", pid: proxyPid, origin: at(PORTS.proxy), ...plain, ...none() },
    {
      name: "console", pid: consolePid, origin: at(PORTS.console), path: `/api/bff/workspaces/${owner.workspaceSlug}/runs`,
      headers: { "content-type": "application/json", "x-console-request": "1", cookie }, body: JSON.stringify(input), ...none(),
    },
  ];
}

/** So many connections, one request after the other on each. @returns each one's milliseconds, and how many a second */
async function load(one: Case, connections: number, seconds: number): Promise<{ times: number[]; perSecond: number }> {
  const pool = new Pool(one.origin, { connections });
  const times: number[] = [];
  const beganAtMs = performance.now();
  const untilMs = beganAtMs + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < untilMs) {
        const sentAtMs = performance.now();
        const answer = await pool.request({ method: "POST", path: one.path, headers: one.headers, body: one.body });
        const text = await answer.body.text();
        if (answer.statusCode !== 200) throw new Error(`${one.name} answered ${answer.statusCode}: ${text}`);
        times.push(performance.now() - sentAtMs);
      }
    }),
  );
  const perSecond = (times.length * 1_000) / (performance.now() - beganAtMs);
  await pool.close();
  return { times, perSecond };
}

async function measure(one: Case): Promise<void> {
  const before = cpuMsOf(one.pid).own;
  const { times, perSecond } = await load(one, CONNECTIONS, SECONDS);
  one.cpuMs += cpuMsOf(one.pid).own - before;
  for (const time of times) one.times.push(time);
  one.perSecond.push(perSecond);
  one.alone.push(...(await load(one, 1, 1)).times);
}

const quantile = (times: readonly number[], part: number) => times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? Number.NaN;
const rounded = (number: number) => Number(number.toFixed(2));

async function main(): Promise<void> {
  const all = await cases();
  for (const one of all) await load(one, CONNECTIONS, 2);
  for (let round = 0; round < ROUNDS; round += 1) for (const one of all) await measure(one);
  const aloneDirect = quantile(all[0]?.alone ?? [], 0.5);
  out.log(`${CONNECTIONS} connections, ${ROUNDS} times ${SECONDS} s each; load of the machine in the last minute, this run included: ${loadavg()[0]?.toFixed(1)}.`);
  out.table(
    all.map(({ name, times, alone, perSecond, cpuMs }) => ({
      name, perSecond: Math.round(quantile(perSecond, 0.5)), p50Ms: rounded(quantile(times, 0.5)), p99Ms: rounded(quantile(times, 0.99)),
      aloneP50Ms: rounded(quantile(alone, 0.5)), addedAloneMs: rounded(quantile(alone, 0.5) - aloneDirect), cpuMsEach: rounded(cpuMs / times.length),
    })),
  );
  const [, proxy, ours] = all;
  if (proxy && ours) out.log(`The console carries ${rounded(quantile(ours.perSecond, 0.5) / quantile(proxy.perSecond, 0.5))} of the plain proxy's requests a second. Aims: at most 3 ms added to a call that is alone, and 2.5 ms of the console's CPU.`);
}

try {
  await main();
} finally {
  await stopAll();
  await closeDatabase();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}
