/**
 * `npm run bench:simulator`: requests a second and p99 of the simulator beside Prism, which serves the same document, in one
 * run on one machine. Prism and the load generator are fetched into a temporary folder; both servers are processes of their own.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
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
const SECONDS = 8;
const CLIENT = { id: "bench@example.com", secret: "bench-secret-of-no-value" };
const MOUNT = "/api/simulator/v3.8/distributor";

const folder = await mkdtemp(join(tmpdir(), "bench-simulator-"));
const children: ChildProcess[] = [];
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
  await started(
    ["--import", "./lib/commands/register.mjs", "lib/simulator/testing/bench-server.ts"],
    env,
    `${origin}/api/simulator/v3.8/openapi.json`,
  );
  const document = await (await fetch(`${origin}/api/simulator/v3.8/openapi.json`)).text();
  await writeFile(join(folder, "openapi.json"), document);
  const prism = `http://127.0.0.1:${PRISM_PORT}`;
  const prismCli = join(folder, "node_modules/@stoplight/prism-cli/dist/index.js");
  await started(
    [prismCli, "mock", "--port", String(PRISM_PORT), "--verboseLevel", "silent", join(folder, "openapi.json")],
    process.env,
    `${prism}/system/ping`,
  );

  const token = await tokenOf(origin);
  const rows: Row[] = [];
  for (const [name, base] of [
    ["simulator", origin + MOUNT],
    ["Prism", prism],
  ] as const) {
    for (const items of [10, 50, 200])
      rows.push({
        server: name,
        what: `GET /products, ${items} items`,
        ...(await reads(`${base}/products?items_per_page=${items}`, token)),
      });
    rows.push({ server: name, what: "reserve, order, cancel", ...(await cycles(base, token)) });
  }
  console.table(rows);
  const rate = (server: string, what: string) => rows.find((row) => row.server === server && row.what.includes(what))?.perSecond ?? 0;
  console.log(`Reads of 50 items: ${(rate("simulator", "50 ") / rate("Prism", "50 ")).toFixed(1)} × Prism (aim: 3).`);
  console.log(
    `A list of 200 takes ${(rate("simulator", " 10 ") / rate("simulator", "200 ")).toFixed(1)} × the time of one of 10 (aim: 2 or less).`,
  );
}

interface Row {
  server: string;
  what: string;
  perSecond: number;
  p99Ms: number;
  failed: number;
}
type Figures = Omit<Row, "server" | "what">;

/** Starts a process and waits until its address answers. */
async function started(args: readonly string[], env: NodeJS.ProcessEnv, address: string): Promise<void> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  children.push(child);
  for (let tries = 0; tries < 240; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${args.join(" ")} ended with ${child.exitCode}`);
    const answer = await fetch(address).catch(() => undefined);
    if (answer !== undefined) return;
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
  requests: z.object({ average: z.number() }),
  latency: z.object({ p99: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
});

async function reads(url: string, token: string): Promise<Figures> {
  const cannon = join(folder, "node_modules/autocannon/autocannon.js");
  const args = [cannon, "-j", "-c", String(CONNECTIONS), "-d", String(SECONDS), "-W", "[", "-c", String(CONNECTIONS), "-d", "2", "]"];
  const child = spawn(process.execPath, [...args, "-H", `Authorization: Bearer ${token}`, url], { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(child, "exit");
  const { requests, latency, non2xx, errors } = report.parse(JSON.parse(text.trim().split("\n").at(-1) ?? ""));
  return { perSecond: Math.round(requests.average), p99Ms: latency.p99, failed: non2xx + errors };
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
  return { perSecond: Math.round(times.length / SECONDS), p99Ms: Math.round(p99), failed };
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
