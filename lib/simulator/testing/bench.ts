/**
 * `npm run bench:simulator`: requests a second and p99 of the simulator beside Prism, which serves the same document, in one
 * run on one machine. Prism and the load generator are fetched into a temporary folder; both servers are processes of their own.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { Console } from "node:console";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import { z } from "zod";

const SIMULATOR_PORT = 4711;
const PRISM_PORT = 4712;
/** The newest Prism that runs on Node 20. */
const PRISM = "@stoplight/prism-cli@5.14.2";
const AUTOCANNON = "autocannon@8.0.0";
const CONNECTIONS = 20;
const SECONDS = 6;
const CLIENT = { id: "bench@example.com", secret: "bench-secret-of-no-value" };
const MOUNT = "/api/simulator/v3.8/distributor";

const folder = await mkdtemp(join(tmpdir(), "bench-simulator-"));
const children: ChildProcess[] = [];
const out = new Console(process.stdout);
async function main(): Promise<void> {
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, PRISM, AUTOCANNON], {
    stdio: "ignore",
  });
  const origin = `http://127.0.0.1:${SIMULATOR_PORT}`;
  const env = {
    ...process.env,
    DATA_DIR: join(folder, "data"),
    PORT: String(SIMULATOR_PORT),
    SIMULATOR_CLIENT_ID: CLIENT.id,
    SIMULATOR_CLIENT_SECRET: CLIENT.secret,
  };
  const simulatorPid = await started(
    ["--import", "./lib/commands/register.mjs", "lib/simulator/testing/bench-server.ts"],
    env,
    `${origin}/api/simulator/v3.8/openapi.json`,
  );
  const document = await (await fetch(`${origin}/api/simulator/v3.8/openapi.json`)).text();
  await writeFile(join(folder, "openapi.json"), document);
  const prism = `http://127.0.0.1:${PRISM_PORT}`;
  const prismCli = join(folder, "node_modules/@stoplight/prism-cli/dist/index.js");
  const prismPid = await started(
    [prismCli, "mock", "--port", String(PRISM_PORT), "--verboseLevel", "silent", join(folder, "openapi.json")],
    process.env,
    `${prism}/system/ping`,
  );

  const token = await tokenOf(origin);
  const rows: Row[] = [];
  for (const [name, base, pid] of [
    ["simulator", origin + MOUNT, simulatorPid],
    ["Prism", prism, prismPid],
  ] as const) {
    for (const items of [10, 50, 200]) {
      const url = `${base}/products?items_per_page=${items}`;
      rows.push(await measured(name, `GET /products, ${items} items`, pid, () => reads(url, token)));
      // What fetch, axios and every browser ask for; Prism does not compress.
      if (name === "simulator")
        rows.push(await measured(name, `GET /products, ${items} items, gzip`, pid, () => reads(url, token, "gzip")));
    }
    rows.push(await measured(name, "reserve, order, cancel", pid, () => cycles(base, token)));
  }
  out.table(rows);
  const rate = (server: string, what: string) => rows.find((row) => row.server === server && row.what === what)?.perSecond ?? 0;
  const times = (a: number, b: number) => (a / b).toFixed(1);
  const fifty = "GET /products, 50 items";
  out.log(`Reads of 50 items: ${times(rate("simulator", fifty), rate("Prism", fifty))} × Prism (aim: 3).`);
  for (const form of ["", ", gzip"]) {
    const [short, long] = [10, 200].map((items) => rate("simulator", `GET /products, ${items} items${form}`));
    out.log(`A list of 200 takes ${times(short ?? 0, long ?? 0)} × the time of one of 10${form} (aim: 2 or less).`);
  }
}

interface Row {
  server: string;
  what: string;
  perSecond: number;
  p99Ms: number;
  /** What the server's process worked for one of them; unlike the rest, not disturbed by what else the machine does. Linux only. */
  cpuMs: number | undefined;
  failed: number;
}
type Figures = Omit<Row, "server" | "what" | "cpuMs"> & { count: number };

const TICK_MS = 10;

/** CPU time that a process has used so far. */
function cpuMsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

async function measured(server: string, what: string, pid: number, measure: () => Promise<Figures>): Promise<Row> {
  const before = cpuMsOf(pid);
  const { count, ...figures } = await measure();
  const spent = (cpuMsOf(pid) - before) / count;
  return { server, what, ...figures, cpuMs: Number.isNaN(spent) ? undefined : Number(spent.toFixed(3)) };
}

/** Starts a process and waits until its address answers. */
async function started(args: readonly string[], env: NodeJS.ProcessEnv, address: string): Promise<number> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  children.push(child);
  for (let tries = 0; tries < 240; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${args.join(" ")} ended with ${child.exitCode}`);
    const answer = await fetch(address).catch(() => undefined);
    if (answer !== undefined) return child.pid ?? 0;
    await wait(500);
  }
  throw new Error(`${address} does not answer`);
}

async function tokenOf(origin: string): Promise<string> {
  const answer = await fetch(`${origin}${MOUNT}/oauth2/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}`, "content-type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

const report = z.object({
  requests: z.object({ average: z.number(), total: z.number() }),
  latency: z.object({ p99: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
});

async function reads(url: string, token: string, encoding = "identity"): Promise<Figures> {
  const cannon = join(folder, "node_modules/autocannon/autocannon.js");
  const args = [cannon, "-j", "-c", String(CONNECTIONS), "-d", String(SECONDS)];
  const child = spawn(process.execPath, [...args, "-H", `Authorization: Bearer ${token}`, "-H", `Accept-Encoding: ${encoding}`, url], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(child, "exit");
  const { requests, latency, non2xx, errors } = report.parse(JSON.parse(text.trim().split("\n").at(-1) ?? ""));
  return { perSecond: Math.round(requests.average), p99Ms: latency.p99, failed: non2xx + errors, count: requests.total };
}

const made = z.object({
  data: z.object({
    reservation: z.object({ reservation_reference: z.string() }).optional(),
    order: z.object({ order_reference: z.string() }).optional(),
  }),
});

/** Whole bookings, one after the other on each of the connections. */
async function cycles(base: string, token: string): Promise<Figures> {
  const { origin, pathname } = new URL(base);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const root = pathname === "/" ? "" : pathname;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  let failed = 0;
  let number = 0;
  const call = async (method: "POST" | "DELETE", path: string, body?: object) => {
    const answer = await pool.request({
      method,
      path: root + path,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) failed += 1;
    const parsed = made.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.data : {};
  };
  const booking = async () => {
    number += 1;
    const { reservation } = await call("POST", "/reservations", cart(number));
    const { order } = await call("POST", "/orders", confirmation(number, reservation?.reservation_reference ?? "12345678"));
    await call("DELETE", `/orders/${order?.order_reference ?? "12345678"}`);
  };
  const times: number[] = [];
  const until = performance.now() + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        const from = performance.now();
        await booking();
        times.push(performance.now() - from);
      }
    }),
  );
  await pool.close();
  const p99 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
  return { perSecond: Math.round(times.length / SECONDS), p99Ms: Math.round(p99), failed, count: times.length };
}

function cart(number: number): object {
  const ticket = { product_type_id: "6251911", product_type_count: 2 };
  const detail = { booking_external_reference: `b-${number}`, booking_language: "en", product_id: "62519", product_type_details: [ticket] };
  const head = { reservation_distributor_id: "501", reservation_external_reference: `bench-${number}` };
  return { data: { reservation: { ...head, reservation_details: [detail] } } };
}

function confirmation(number: number, reference: string): object {
  const head = { order_distributor_id: "501", order_external_reference: `bench-${number}`, order_language: "en" };
  return {
    data: { order: { ...head, order_bookings: [{ booking_option_type: "CONFIRM_RESERVATION", reservation_reference: reference }] } },
  };
}

try {
  await main();
} finally {
  for (const child of children.reverse()) {
    const gone = once(child, "exit");
    child.kill();
    await gone;
  }
  await rm(folder, { recursive: true, force: true });
}
