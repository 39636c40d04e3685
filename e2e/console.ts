import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { freePort, newDataFolder } from "./console-process";
import { openWiretap, type Wiretap } from "./wiretap";

/** The first start of a test run may have to build. */
const START_LIMIT_MS = 240_000;

export interface RunningConsole {
  /** Of the console's own process. */
  pid: number;
  /** Its DATA_DIR. */
  folder: string;
  /** Where the console itself listens on 127.0.0.1, for what does not go through a browser. */
  port: number;
  /** What a person types into the address bar. */
  origin: string;
  /** The one-time link of the banner; undefined when an owner was given. */
  setupLink: string | undefined;
  /** Everything that the console has sent to a browser. */
  wire: Wiretap;
  /** Standard output and standard error so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts the console as its users do, on a folder and a port of its own, behind a tap that keeps every byte. */
export async function startConsole(environment: Readonly<Record<string, string>> = {}): Promise<RunningConsole> {
  const folder = newDataFolder();
  const port = await freePort();
  const wire = await openWiretap(port);
  const child = spawn(process.execPath, ["lib/commands/start.mjs"], {
    env: { ...process.env, NODE_ENV: "production", PORT: String(port), PUBLIC_URL: wire.origin, DATA_DIR: folder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const stop = async () => {
    if (child.exitCode === null) {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }
    await wire.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The console did not start in time:\n${said}`)), START_LIMIT_MS);
      const listen = (chunk: Buffer) => {
        said += chunk.toString();
        if (!said.includes(wire.origin)) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on("data", listen);
      child.stderr.on("data", listen);
      child.once("exit", (code) => reject(new Error(`The console ended with ${code}:\n${said}`)));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pid: child.pid ?? 0,
    folder,
    port,
    origin: wire.origin,
    setupLink: /open this link once: (\S+)/.exec(said)?.[1],
    wire,
    output: () => said,
    stop,
  };
}
