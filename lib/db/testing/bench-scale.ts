/**
 * `npm run bench:scale`: what people read, with 10,000 runs in 100 workspaces and with 2,000,000 in 10,000 (SCALE_RUNS,
 * SCALE_WORKSPACES), by the services themselves. Both databases are measured in turns, so that whatever else the machine does meets
 * both. It fails when anything takes more than twice as long in the large one. About 2.8 kB of disk for a run, given back at the end.
 */
import { Console } from "node:console";
import { loadavg } from "node:os";
import { closeDatabase } from "@/lib/db/client";
import { setSettings, settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { sweep } from "@/lib/upkeep/service";
import { asOwner, makeDatabases } from "./scale/databases";
import { fill, type Size } from "./scale/fill";
import { measuresOf, proveShape, type Measure } from "./scale/measures";
import { modelWorkspace, type ModelWorkspace } from "./scale/model-workspace";

/** Enough workspaces to fill a page of the board, so that both sides read as much. */
const SMALL: Size = { runs: 10_000, workspaces: 100, largest: 3_000 };
const RUNS = Number(process.env.SCALE_RUNS ?? 2_000_000);
const LARGE: Size = { runs: RUNS, workspaces: Number(process.env.SCALE_WORKSPACES ?? 10_000), largest: Math.max(RUNS / 10, SMALL.largest) };
/** Short ones, so that whatever else the machine does meets both databases. */
const ROUNDS = 14;
const TIMES_A_ROUND = 3;
const MOST = 2;

const out = new Console(process.stdout);

interface Sized {
  name: string;
  url: string;
  model: ModelWorkspace;
  /** By the name of the measure, in milliseconds. */
  times: Map<string, number[]>;
}

/** From here on the services work with this database. */
async function use(url: string): Promise<void> {
  await closeDatabase();
  setSettings({ ...settings(), databaseUrl: new Secret(url) });
}

async function filled(name: string, url: string, size: Size): Promise<Sized> {
  const beganAtMs = performance.now();
  await use(url);
  const model = await modelWorkspace();
  await fill(url, size, model);
  const { runs, events } = await proveShape(model);
  const [row] = (await asOwner(url, "select pg_size_pretty(pg_database_size(current_database())) as size, (select count(*) from runs) as runs, (select count(*) from workspaces) as workspaces")).rows;
  out.log(`${name}: ${row.runs} runs in ${row.workspaces} workspaces, ${row.size}, filled in ${Math.round((performance.now() - beganAtMs) / 1_000)} s; ${runs} runs opened and a chain of ${events} events checked.`);
  return { name, url, model, times: new Map() };
}

async function round(sized: Sized): Promise<void> {
  await use(sized.url);
  const measures = await measuresOf(sized.model);
  for (const { once } of measures) for (let n = 0; n < 2; n += 1) await once();
  for (let n = 0; n < TIMES_A_ROUND; n += 1) {
    for (const measure of measures) await timed(sized, measure);
  }
}

async function timed({ times }: Sized, { name, once }: Measure): Promise<void> {
  const beganAtMs = performance.now();
  await once();
  times.set(name, [...(times.get(name) ?? []), performance.now() - beganAtMs]);
}

const quantile = (times: readonly number[] | undefined, part: number) => (times ?? []).toSorted((a, b) => a - b)[Math.floor((times?.length ?? 0) * part)] ?? Number.NaN;
const rounded = (ms: number) => Number(ms.toFixed(2));

/** @returns how many are too slow */
function report(small: Sized, large: Sized): number {
  const rows = [...small.times.keys()].map((name) => {
    const [a, b] = [small.times.get(name), large.times.get(name)];
    const ratio = quantile(b, 0.5) / quantile(a, 0.5);
    return { name, small50: rounded(quantile(a, 0.5)), small95: rounded(quantile(a, 0.95)), large50: rounded(quantile(b, 0.5)), large95: rounded(quantile(b, 0.95)), ratio: rounded(ratio), holds: ratio <= MOST };
  });
  out.table(rows);
  return rows.filter(({ holds }) => !holds).length;
}

/** The second one finds nothing left to do, as most sweeps do. */
async function sweepSeconds({ url }: Sized): Promise<string> {
  await use(url);
  const seconds: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    const beganAtMs = performance.now();
    await sweep();
    seconds.push(((performance.now() - beganAtMs) / 1_000).toFixed(2));
  }
  return seconds.join(" s, then ");
}

const databases = await makeDatabases(["small", "large"]);
try {
  const urlOf = (name: string) => databases.urls.get(name) ?? "";
  const small = await filled("small", urlOf("small"), SMALL);
  const large = await filled("large", urlOf("large"), LARGE);
  for (let n = 0; n < ROUNDS; n += 1) for (const sized of [small, large]) await round(sized);
  out.log(`Milliseconds, ${ROUNDS * TIMES_A_ROUND} times each; load of the machine in the last minute, this run included: ${loadavg()[0]?.toFixed(1)}.`);
  const slow = report(small, large);
  for (const sized of [small, large]) out.log(`A sweep of the ${sized.name} one takes ${await sweepSeconds(sized)} s.`);
  out.log(slow === 0 ? `Nothing takes more than ${MOST} times as long.` : `${slow} take more than ${MOST} times as long.`);
  process.exitCode = slow === 0 ? 0 : 1;
} finally {
  await databases.close();
}
