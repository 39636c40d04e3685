/**
 * A PostgreSQL for tests of several replicas, in a process of its own, so that it outlives each of them. The file is both the
 * process and what starts it: the embedded one is server code, which a test runner may not load.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { newDataFolder } from "./console-process";

const READY = /^ready (postgres\S+)$/;

export interface SharedPostgres {
  url: string;
  stop(): Promise<void>;
}

/** Starts one and waits until it answers. */
export async function startPostgres(): Promise<SharedPostgres> {
  const folder = newDataFolder();
  const file = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, ["--import", "./lib/commands/register.mjs", file, "serve", folder], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = READY.exec(line) ?? [];
    if (url === undefined) continue;
    const stop = async () => {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    };
    return { url, stop };
  }
  throw new Error("PostgreSQL did not start");
}

const [, , word, folder] = process.argv;
if (word === "serve" && folder !== undefined) {
  const { startCluster } = await import("@/lib/db/embedded/cluster");
  const cluster = await startCluster(folder);
  process.stdout.write(`ready ${cluster.url}\n`);
  // Whoever started it is done with it, or gone.
  await once(process.stdin.resume(), "end");
  await cluster.stop();
}
