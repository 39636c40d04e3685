/**
 * `npm run bench:simulator`: requests a second, p99 and CPU time of the simulator beside Prism, which serves the same document,
 * in one run on one machine. Prism is fetched into a temporary folder; both servers are processes of their own. Each case is warmed up, and then measured in several rounds in which the servers take turns, so that whatever else
 * the machine does meets both.
 */
import { execFileSync } from "node:child_process";
import { Console } from "node:console";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { CLIENT, MOUNT, tokenOf } from "@/lib/simulator/testing/bench-client";
import { cycles, reads, type Figures } from "@/lib/simulator/testing/bench-load";
import { cpuMsOf, started, stopAll } from "@/lib/simulator/testing/bench-process";

const SIMULATOR_PORT = 4711;
const PRISM_PORT = 4712;
/** The newest Prism that runs on Node 20. */
const PRISM = "@stoplight/prism-cli@5.14.2";
const ROUNDS = 3;

type ServerName = "simulator" | "Prism";

interface Measurement {
  server: ServerName;
  what: string;
  pid: number;
  load: () => Promise<Figures>;
  rounds: (Figures & { cpuMs: number; databaseCpuMs: number })[];
}

const folder = await mkdtemp(join(tmpdir(), "bench-simulator-"));
const out = new Console(process.stdout);

async function main(): Promise<void> {
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, PRISM], { stdio: "ignore" });
  const measurements = await prepared();
  for (const { load } of measurements) await load();
  for (let round = 0; round < ROUNDS; round += 1) for (const measurement of measurements) await measure(measurement);
  out.log(`Load of the machine in the last minute, this run included: ${loadavg()[0]?.toFixed(1)}.`);
  out.table(measurements.map(rowOf));
  summary(measurements);
}

async function prepared(): Promise<Measurement[]> {
  const origin = `http://127.0.0.1:${SIMULATOR_PORT}`;
  const env = {
    ...process.env,
    DATA_DIR: join(folder, "data"),
    PORT: String(SIMULATOR_PORT),
    SIMULATOR_CLIENT_ID: CLIENT.id,
    SIMULATOR_CLIENT_SECRET: CLIENT.secret,
  };
  const script = ["--import", "./lib/commands/register.mjs", "lib/simulator/testing/bench-server.ts"];
  const simulatorPid = await started(script, env, `${origin}/api/simulator/v3.8/openapi.json`);
  const document = await (await fetch(`${origin}/api/simulator/v3.8/openapi.json`)).text();
  await writeFile(join(folder, "openapi.json"), document);
  const prism = `http://127.0.0.1:${PRISM_PORT}`;
  const prismCli = join(folder, "node_modules/@stoplight/prism-cli/dist/index.js");
  const prismArgs = [prismCli, "mock", "--port", String(PRISM_PORT), "--verboseLevel", "silent", join(folder, "openapi.json")];
  const prismPid = await started(prismArgs, process.env, `${prism}/system/ping`);

  const token = await tokenOf(origin);
  const servers = [
    { server: "simulator", base: origin + MOUNT, pid: simulatorPid, rounds: [] },
    { server: "Prism", base: prism, pid: prismPid, rounds: [] },
  ] as const;
  const listed = (items: number, encoding: string) =>
    servers.map(({ base, ...rest }) => {
      const load = () => reads(`${base}/products?items_per_page=${items}`, token, encoding);
      return { ...rest, rounds: [], what: listName(items, encoding), load };
    });
  const lists = [10, 50, 200].flatMap((items) => ENCODINGS.flatMap((encoding) => listed(items, encoding)));
  return [...lists, ...servers.map(({ base, ...rest }) => ({ ...rest, rounds: [], what: CYCLE, load: () => cycles(base, token) }))];
}

/** What fetch, axios, curl --compressed and every browser ask for is gzip; Prism does not compress. The plain form stands beside it. */
const ENCODINGS = ["gzip", "identity"];
const CYCLE = "reserve, order, cancel";
const listName = (items: number, encoding: string) => `GET /products, ${items} items${encoding === "gzip" ? ", gzip" : ""}`;

/** What ended meanwhile, a vacuum of the database, takes its time with it. */
async function measure({ pid, load, rounds }: Measurement): Promise<void> {
  const before = cpuMsOf(pid);
  const figures = await load();
  const after = cpuMsOf(pid);
  rounds.push({ ...figures, cpuMs: after.own - before.own, databaseCpuMs: Math.max(0, after.started - before.started) });
}

function rowOf({ server, what, rounds }: Measurement): object {
  const sum = (of: (round: Measurement["rounds"][number]) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const count = sum((round) => round.count);
  const each = (total: number) => (Number.isNaN(total) ? undefined : Number((total / count).toFixed(3)));
  return {
    server,
    what,
    perSecond: Math.round(median(rounds.map(({ perSecond }) => perSecond))),
    p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
    cpuMs: each(sum(({ cpuMs }) => cpuMs)),
    databaseCpuMs: each(sum(({ databaseCpuMs }) => databaseCpuMs)),
    bytes: rounds.some(({ bytes }) => bytes === undefined) ? undefined : Math.round(sum(({ bytes }) => bytes ?? 0) / count),
    failed: sum(({ failed }) => failed),
  };
}

function summary(measurements: readonly Measurement[]): void {
  /** Compared round by round: the two were measured one after the other. */
  const ratio = (a: Measurement | undefined, b: Measurement | undefined, of: (round: Measurement["rounds"][number]) => number) =>
    median((a?.rounds ?? []).map((round, at) => of(round) / of(b?.rounds[at] ?? round))).toFixed(1);
  const find = (server: ServerName, what: string) => measurements.find((one) => one.server === server && one.what === what);
  for (const encoding of ENCODINGS) {
    const fifty = [find("simulator", listName(50, encoding)), find("Prism", listName(50, encoding))] as const;
    const [served, worked] = [ratio(...fifty, ({ perSecond }) => perSecond), ratio(...fifty, ({ count, cpuMs }) => count / cpuMs)];
    out.log(
      `Reads of 50 items: ${served} × Prism's requests a second, ${worked} × as many for the same CPU time of the server (Accept-Encoding: ${encoding}; aim: 3).`,
    );
    const [short, long] = [10, 200].map((items) => find("simulator", listName(items, encoding)));
    const time = ratio(short, long, ({ perSecond }) => perSecond);
    const work = ratio(long, short, ({ count, cpuMs }) => cpuMs / count);
    out.log(`A list of 200 takes ${time} × the time of one of 10, ${work} × its CPU time (Accept-Encoding: ${encoding}; aim: 2 or less).`);
  }
  out.log("Prism answers one example, whatever it is asked for, and does not compress.");
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

try {
  await main();
} finally {
  await stopAll();
  await rm(folder, { recursive: true, force: true });
}
