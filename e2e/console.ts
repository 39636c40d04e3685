/** Starts the console as a newcomer would, on a folder and a port of its own, and keeps the set-up link. */
import { spawn } from "node:child_process";
import { createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";

const START_LIMIT_MS = 180_000;

export default async function startConsole(): Promise<() => Promise<void>> {
  const folder = process.env.E2E_DATA_DIR ?? "";
  const child = spawn(process.execPath, ["--import", "./lib/commands/register.mjs", "lib/commands/start.ts"], {
    env: { ...process.env, PORT: process.env.E2E_PORT, DATA_DIR: folder, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const record = createWriteStream(join(folder, "console.log"));
  const ready = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The console did not start:\n${said}`)), START_LIMIT_MS);
    const listen = (chunk: Buffer) => {
      record.write(chunk);
      said += chunk;
      const link = /open this link once: (\S+)/.exec(said)?.[1];
      if (link) {
        clearTimeout(timer);
        resolve(link);
      }
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => reject(new Error(`The console ended with ${code}:\n${said}`)));
  });
  process.env.E2E_SETUP_LINK = await ready;
  return async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
    record.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
