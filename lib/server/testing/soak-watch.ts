/** What `npm run soak` reads of the console's process while it works, and what it makes of it. Linux: it reads /proc. */
import { readdir, readFile } from "node:fs/promises";
import { heldPorts } from "@/lib/simulator/testing/bench-process";
import type { Stage } from "./soak-stage";

const MIB = 1_048_576;

export interface Sample {
  atMs: number;
  rssMib: number;
  heapMib: number;
  files: number;
  connections: number;
  loopP99Ms: number;
}

export async function sample({ origin, pid, metricsToken }: Stage): Promise<Sample> {
  const answer = await fetch(`${origin}/api/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const text = await answer.text();
  const meter = (name: string) => [...text.matchAll(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, "gm"))].reduce((sum, [, value]) => sum + Number(value), 0);
  const rssKib = Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]);
  return {
    atMs: performance.now(),
    rssMib: rssKib / 1_024,
    heapMib: meter("nodejs_heap_size_used_bytes") / MIB,
    // But for its clients' connections, of which a busy client opens more.
    files: (await readdir(`/proc/${pid}/fd`)).length - (await heldPorts(Number(new URL(origin).port))).size,
    // Those that wait for one hold none.
    connections: meter("console_database_connections") - meter('console_database_connections{state="waiting"}'),
    loopP99Ms: meter("nodejs_eventloop_lag_p99_seconds") * 1_000,
  };
}

/** How much it rises in ten minutes, by least squares. */
export function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const minutes = samples.map(({ atMs }) => atMs / 60_000);
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const [meanX, meanY] = [mean(minutes), mean(samples.map(of))];
  const [rise, run] = samples.reduce(([xy, xx], one, n) => [xy + ((minutes[n] ?? 0) - meanX) * (of(one) - meanY), xx + ((minutes[n] ?? 0) - meanX) ** 2], [0, 0]);
  return (10 * rise) / run;
}

export const quantile = (numbers: readonly number[], part: number): number => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))] ?? Number.NaN;
