/**
 * `npm run soak`: SOAK_MINUTES (60) of work at SOAK_RPS (50) on a production console with people of several workspaces, while the clocks of
 * its machine and of its database are put an hour and a day forward and back. Ends with 1 when a bar is missed. Needs a production build,
 * which `npm start` makes, and /proc (Linux).
 */
import { Console } from "node:console";
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/shared/time";
import { quantile, sample, slope, type Sample } from "./soak-watch";
import { stage, type Stage } from "./soak-stage";
import { consoleAheadMs, doWork, listen, noWork, type Work } from "./soak-work";

const MINUTES = Number(process.env.SOAK_MINUTES ?? 60);
const PER_SECOND = Number(process.env.SOAK_RPS ?? 50);
/** Code is compiled, caches and the pool are filled. */
const WARM_UP_MS = Math.min(5 * MINUTE_MS, (MINUTES * MINUTE_MS) / 4);
const SAMPLE_EVERY_MS = 5_000;
const MOST_UNDER_WAY = 200;
const STEPS_MS = [HOUR_MS, 0, -HOUR_MS, 0, DAY_MS, 0, -DAY_MS, 0];
/** In less the garbage collector's own ups and downs are steeper than any bar. */
const JUDGED_FROM_MS = 30 * MINUTE_MS;

const out = new Console(process.stdout);
const rounded = (number: number) => Number(number.toFixed(2));

async function keepBusy(on: Stage, work: Work, stopped: AbortSignal): Promise<void> {
  const beganMs = performance.now();
  const underWay = new Set<Promise<void>>();
  for (let n = 0; !stopped.aborted; n += 1) {
    const dueInMs = beganMs + (n * 1_000) / PER_SECOND - performance.now();
    if (dueInMs > 0) await pause(dueInMs);
    if (underWay.size >= MOST_UNDER_WAY) {
      work.skipped += 1;
      continue;
    }
    const doing: Promise<void> = doWork(on, work, n).finally(() => underWay.delete(doing));
    underWay.add(doing);
  }
  await Promise.all(underWay);
}

async function setClocks(on: Stage, aheadMs: number): Promise<void> {
  await on.setClocks(aheadMs);
  const told = await consoleAheadMs(on);
  if (Math.abs(told - aheadMs) > MINUTE_MS) throw new Error(`The console's clock should be ${aheadMs} ms ahead and is ${told}`);
  out.log(`Clocks set ${aheadMs / HOUR_MS} h ahead.`);
}

async function watch(on: Stage, untilMs: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const beganMs = performance.now();
  const stepEveryMs = (untilMs - beganMs) / (STEPS_MS.length + 1);
  let stepped = 0;
  for (let n = 1; performance.now() < untilMs; n += 1) {
    await pause(Math.max(0, beganMs + n * SAMPLE_EVERY_MS - performance.now()));
    samples.push(await sample(on));
    const step = STEPS_MS[stepped];
    if (step === undefined || performance.now() < beganMs + (stepped + 1) * stepEveryMs) continue;
    stepped += 1;
    await setClocks(on, step);
  }
  return samples;
}

function report(on: Stage, work: Work, samples: readonly Sample[]): boolean {
  out.table([...work.times].map(([kind, times]) => ({ kind, done: times.length, "p50 ms": rounded(quantile(times, 0.5)), "p99 ms": rounded(quantile(times, 0.99)) })));
  const readings: [name: string, of: (one: Sample) => number][] = [["RSS MiB", (one) => one.rssMib], ["heap MiB", (one) => one.heapMib], ["open files", (one) => one.files], ["database connections", (one) => one.connections], ["event loop p99 ms", (one) => one.loopP99Ms]];
  out.table(readings.map(([name, of]) => ({ reading: name, first: rounded(of(samples[0] as Sample)), median: rounded(quantile(samples.map(of), 0.5)), most: rounded(Math.max(...samples.map(of))), last: rounded(of(samples.at(-1) as Sample)), "rises in 10 min": rounded(slope(samples, of)) })));
  for (const problem of new Set(work.wrong.slice(0, 20))) out.log(problem);
  const watchedMs = (samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0);
  const bars: [what: string, value: number, most: number][] = [
    ["wrong answers", work.wrong.length, 0],
    ["people signed out", work.thrownOut, 0],
    ["expired tokens used", on.expiredUsed(), 0],
    ["requests not begun", work.skipped, 0],
    ["RSS, MiB in 10 min", watchedMs < JUDGED_FROM_MS ? Number.NaN : slope(samples, (one) => one.rssMib), 1],
    ["open files, by how many the median of the last fifth is off that of the first", Math.abs(drift(samples, (one) => one.files)), 5],
    ["event loop p99, median ms", quantile(samples.map((one) => one.loopP99Ms), 0.5), 50],
  ];
  out.table(bars.map(([bar, value, most]) => ({ bar, value: rounded(value), "at most": most, held: Number.isNaN(value) ? "too short to tell" : value <= most ? "yes" : "NO" })));
  out.log(`${on.exchanges()} tokens given out; load of the machine in the last minute, this run included: ${loadavg()[0]?.toFixed(1)}.`);
  return bars.every(([, value, most]) => Number.isNaN(value) || value <= most);
}

function drift(samples: readonly Sample[], of: (one: Sample) => number): number {
  const fifth = Math.ceil(samples.length / 5);
  return quantile(samples.slice(-fifth).map(of), 0.5) - quantile(samples.slice(0, fifth).map(of), 0.5);
}

async function main(): Promise<boolean> {
  const on = await stage();
  const stop = new AbortController();
  try {
    const work = noWork();
    const beganMs = performance.now();
    const busy = [keepBusy(on, work, stop.signal), ...on.people.map((person) => listen(on, person, work, stop.signal))];
    await pause(WARM_UP_MS);
    out.log(`Warmed up; ${PER_SECOND} requests a second by ${on.people.length} people.`);
    const samples = await watch(on, beganMs + MINUTES * MINUTE_MS);
    stop.abort();
    await Promise.all(busy);
    return report(on, work, samples);
  } finally {
    stop.abort();
    await on.close();
  }
}

process.exitCode = (await main()) ? 0 : 1;
