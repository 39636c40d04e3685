import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const LOOK_AGAIN_MS = 50;
/** The first start of a test run may have to build. */
const START_LIMIT_MS = 240_000;

/** The console as `npm start` runs it, as a process that a test may stop and kill. */
export interface ConsoleProcess {
  pid: number;
  port: number;
  origin: string;
  /** Standard output and standard error so far. */
  output(): string;
  /** Waits until it says that it can serve. @returns how long that took from its launch, in milliseconds */
  ready(): Promise<number>;
  /** How it ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  signal(name: NodeJS.Signals): void;
}

/** Launches one on a port and, unless DATABASE_URL is given, a folder. */
export function launch(port: number, environment: Readonly<Record<string, string>>): ConsoleProcess {
  const launchedAtMs = performance.now();
  const child = spawn(process.execPath, ["lib/commands/start.mjs"], {
    env: { ...process.env, NODE_ENV: "production", PORT: String(port), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "exit").then(([code, signal]) => ({ code, signal }));
  const origin = `http://localhost:${port}`;
  const ready = async () => {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`The console ended with ${child.exitCode}:\n${said}`);
      if ((await statusOf(`${origin}/api/ready`)) === 200) return performance.now() - launchedAtMs;
      if (performance.now() - launchedAtMs > START_LIMIT_MS) throw new Error(`The console did not start in time:\n${said}`);
      await pause(LOOK_AGAIN_MS);
    }
  };
  return { pid: child.pid ?? 0, port, origin, output: () => said, ready, ended, signal: (name) => void child.kill(name) };
}

/** Runs one with a folder of its own for as long as `use` takes, and leaves nothing of it behind. */
export async function withConsole(environment: Readonly<Record<string, string>>, use: (running: ConsoleProcess) => Promise<void>): Promise<void> {
  const folder = newDataFolder();
  const running = launch(await freePort(), { DATA_DIR: folder, ...environment });
  await running.ready();
  await use(running);
  running.signal("SIGKILL");
  await running.ended;
  rmSync(folder, { recursive: true, force: true });
}

/** The status of an address, or undefined when nobody answers. Never over a connection that was open before. */
export async function statusOf(address: string): Promise<number | undefined> {
  try {
    const answer = await fetch(address, { headers: { connection: "close" }, redirect: "manual" });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}

/** A folder for a console's data. */
export function newDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "dc-e2e-"));
  // Run by root, PostgreSQL is another user, who must be able to pass.
  chmodSync(folder, 0o755);
  return folder;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
