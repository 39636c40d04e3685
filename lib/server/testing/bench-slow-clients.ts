/**
 * `npm run bench:slow-clients`: 1,000 connections that hold on without getting anywhere (a head, a body, or reading, in turns), while 20
 * people work in the built console. Says when the bad ones were cut and what the people noticed. Needs a production build, which
 * `npm start` makes, and /proc (Linux): a client that does not read is not told that it was cut, so the kernel's table is asked.
 */
import { randomBytes } from "node:crypto";
import { Console } from "node:console";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { closeDatabase } from "@/lib/db/client";
import { startCluster } from "@/lib/db/embedded/cluster";
import { migrateDatabase } from "@/lib/db/migrate";
import { parseSealKeys, readSettings, setSettings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { CLIENT_LIMITS } from "@/lib/server/slow-clients";
import { CLIENT, MOUNT, tokenOf } from "@/lib/simulator/testing/bench-client";
import { heldPorts, started, stopAll } from "@/lib/simulator/testing/bench-process";

const PORT = 4741;
const ORIGIN = `http://127.0.0.1:${PORT}`;
const SLOW = Number(process.env.SLOW_CLIENTS ?? 1_000);
const PEOPLE = 20;
const PAUSE_MS = 500;
const WATCHED_MS = 25_000;
const KINDS = ["head", "body", "reading"];
const DRIP_MS = 2_000;
/** 800 kB asked for so often by one who does not read, so that it fits no buffer of the kernel. */
const PIPELINED = CLIENT_LIMITS.pipelined;

const out = new Console(process.stdout);
const folder = await mkdtemp(join(tmpdir(), "bench-slow-"));
await chmod(folder, 0o755);
const cluster = await startCluster(folder);

async function startConsole(): Promise<{ cookie: string; slug: string; token: string }> {
  const [authSecret, sealKeys] = [randomBytes(32).toString("base64"), `k1:${randomBytes(32).toString("base64")}`];
  setSettings({ ...readSettings(), databaseUrl: new Secret(cluster.url), authSecret: new Secret(authSecret), sealKeys: parseSealKeys(sealKeys) ?? [], loopbackOrigin: ORIGIN });
  await migrateDatabase(cluster.url);
  const owner = await aMember("owner");
  const cookie = await cookieOf(owner.userId);
  const environment = { ...process.env, PORT: String(PORT), DATA_DIR: join(folder, "data"), DATABASE_URL: cluster.url, AUTH_SECRET: authSecret, SEAL_KEYS: sealKeys, SIMULATOR_CLIENT_ID: CLIENT.id, SIMULATOR_CLIENT_SECRET: CLIENT.secret };
  await started(["lib/commands/start.mjs"], environment, `${ORIGIN}/api/health`);
  return { cookie, slug: owner.workspaceSlug, token: await tokenOf(ORIGIN) };
}

function slowClient(n: number, cookie: string, token: string): Socket {
  const host = `Host: 127.0.0.1:${PORT}\r\n`;
  const heads = [
    `GET / HTTP/1.1\r\n${host}`,
    `POST /api/bff/workspaces/x/runs HTTP/1.1\r\n${host}Cookie: ${cookie}\r\nX-Console-Request: 1\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n`,
    `GET ${MOUNT}/products?items_per_page=200 HTTP/1.1\r\n${host}Authorization: Bearer ${token}\r\n\r\n`.repeat(PIPELINED),
  ];
  const socket = connect({ port: PORT, host: "127.0.0.1", allowHalfOpen: true }).on("error", () => undefined);
  socket.write(heads[n % 3] ?? "");
  if (n % 3 === 2) return socket.pause();
  socket.resume();
  const drip = setInterval(() => (socket.writable ? socket.write(n % 3 === 0 ? "X-More: 1\r\n" : " ") : clearInterval(drip)), DRIP_MS);
  socket.once("close", () => clearInterval(drip));
  return socket;
}

const quantile = (times: readonly number[], part: number) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
const rounded = (ms: number) => Math.round(ms);

async function work(addresses: readonly string[], cookie: string, isOver: () => boolean): Promise<{ times: number[]; errors: string[] }> {
  const times: number[] = [];
  const errors: string[] = [];
  const person = async (n: number) => {
    await pause((n * PAUSE_MS) / PEOPLE);
    for (let turn = n; !isOver(); turn += 1) {
      const beganMs = performance.now();
      try {
        const answer = await fetch(ORIGIN + (addresses[turn % addresses.length] ?? "/"), { headers: { cookie, "x-console-request": "1" } });
        await answer.arrayBuffer();
        if (answer.status !== 200) errors.push(`${answer.url}: ${answer.status}`);
      } catch (error) {
        errors.push(String(error));
      }
      times.push(performance.now() - beganMs);
      await pause(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: PEOPLE }, (_, n) => person(n)));
  return { times, errors };
}

async function main(): Promise<void> {
  const { cookie, slug, token } = await startConsole();
  const addresses = [`/${slug}`, `/api/bff/workspaces/${slug}/credentials`, `/api/bff/workspaces/${slug}/runs`, "/api/ready"];
  const warmUntilMs = performance.now() + 5_000;
  const alone = await work(addresses, cookie, () => performance.now() > warmUntilMs);

  const sockets: Socket[] = [];
  const openedMs = new Map<number, number>();
  const kindOf = new Map<number, string>();
  const seen = new Set<number>();
  const cutMs = new Map<number, number>();
  let isOver = false;
  const people = work(addresses, cookie, () => isOver);
  for (let n = 0; n < SLOW; n += 1) {
    const socket = slowClient(n, cookie, token);
    socket.once("connect", () => {
      if (socket.localPort === undefined) return;
      openedMs.set(socket.localPort, performance.now());
      kindOf.set(socket.localPort, KINDS[n % 3] ?? "");
    });
    sockets.push(socket);
    if (n % 50 === 49) await pause(20);
  }
  const untilMs = performance.now() + WATCHED_MS;
  while (performance.now() < untilMs) {
    const held = await heldPorts(PORT);
    for (const [port, atMs] of openedMs) {
      if (held.has(port)) seen.add(port);
      else if (seen.has(port) && !cutMs.has(port)) cutMs.set(port, performance.now() - atMs);
    }
    await pause(100);
  }
  isOver = true;
  const { times, errors } = await people;
  for (const socket of sockets) socket.destroy();
  out.log(`Load of the machine in the last minute, this run included: ${loadavg()[0]?.toFixed(1)}.`);
  out.table(
    KINDS.map((kind) => {
      const ports = [...openedMs.keys()].filter((port) => kindOf.get(port) === kind);
      const cut = ports.flatMap((port) => cutMs.get(port) ?? []);
      return { slow: kind, opened: ports.length, cut: cut.length, "cut after, median ms": rounded(quantile(cut, 0.5)), "cut after, longest ms": rounded(quantile(cut, 1)) };
    }),
  );
  out.table({
    "requests of people": times.length, "failed": errors.length, "p50 ms": rounded(quantile(times, 0.5)), "p95 ms": rounded(quantile(times, 0.95)), "p95 ms without them": rounded(quantile(alone.times, 0.95)),
  });
  for (const error of new Set(errors)) out.log(error);
}

try {
  await main();
} finally {
  await stopAll();
  await closeDatabase();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}
