/** The servers that `npm run bench:simulator` measures, and what they work. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

const TICK_MS = 10;
const children: ChildProcess[] = [];

/** Starts a process and waits until its address answers. @returns its id */
export async function started(args: readonly string[], env: NodeJS.ProcessEnv, address: string): Promise<number> {
  return (await launched(args, env, address)).pid ?? 0;
}

/** The same for one that is sent messages. */
export async function launched(args: readonly string[], env: NodeJS.ProcessEnv, address: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  children.push(child);
  for (let tries = 0; tries < 240; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${args.join(" ")} ended with ${child.exitCode}`);
    const answer = await fetch(address).catch(() => undefined);
    if (answer !== undefined) return child;
    await wait(500);
  }
  throw new Error(`${address} does not answer`);
}

/** Ends all that was started, the last first. */
export async function stopAll(): Promise<void> {
  for (const child of children.splice(0).reverse()) {
    const gone = once(child, "exit");
    child.kill();
    await gone;
  }
}

interface Stat {
  parent: number;
  cpuMs: number;
}

/** Undefined for a process that is gone, and where there is no /proc. */
function statOf(pid: number): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return { parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
  } catch {
    return undefined;
  }
}

/**
 * CPU time that a process has used so far, and that the processes have which it started: the simulator's PostgreSQL.
 * Linux only; NaN elsewhere.
 */
export function cpuMsOf(pid: number): { own: number; started: number } {
  const own = statOf(pid)?.cpuMs;
  if (own === undefined) return { own: Number.NaN, started: Number.NaN };
  const all = new Map(readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [[Number(name), statOf(Number(name))] as const] : [])));
  const descends = (stat: Stat | undefined): boolean => stat !== undefined && (stat.parent === pid || descends(all.get(stat.parent)));
  return { own, started: [...all.values()].reduce((sum, stat) => sum + (descends(stat) ? (stat?.cpuMs ?? 0) : 0), 0) };
}

/** Ports of those clients whose connections the server on this port still holds, by the kernel's table. */
export async function heldPorts(port: number): Promise<Set<number>> {
  const held = new Set<number>();
  for (const line of (await readFile("/proc/net/tcp", "utf8")).split("\n").slice(1)) {
    const [, local = "", remote = "", state = ""] = line.trim().split(/\s+/);
    const isHeld = state === "01" || state === "08";
    if (isHeld && Number.parseInt(local.split(":")[1] ?? "", 16) === port) held.add(Number.parseInt(remote.split(":")[1] ?? "", 16));
  }
  return held;
}
