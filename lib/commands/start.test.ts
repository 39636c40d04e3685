import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** How much slower than the aims a busy machine may be. */
const ROOM = 5;
const times: number[] = [];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dc-start-"));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("npm start", () => {
  it.each([
    ["PORT", { PORT: "abc" }],
    ["DRAIN_SECONDS", { DRAIN_SECONDS: "soon" }],
    ["SEAL_KEYS", { SEAL_KEYS: "k1:c2hvcnQtaHVudGVyMg==" }],
    ["AUTH_SECRET", { AUTH_SECRET: "hunter2" }],
    ["OTEL_EXPORTER_OTLP_HEADERS", { OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.com", OTEL_EXPORTER_OTLP_HEADERS: "hunter2" }],
    ["AUTH_SECRET", { DATABASE_URL: "postgres://console:hunter2@127.0.0.1:1/console" }],
    ["NODE_TLS_REJECT_UNAUTHORIZED", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }],
  ])("stops on a wrong %s and names it, never its value", async (variable, variables) => {
    const { code, said, ms } = await finished(start(variables));
    times.push(ms);
    expect(code).toBe(1);
    expect(said).toContain(`Not started. ${variable}: `);
    expect(said).not.toMatch(/hunter2|c2hvcnQ/);
  });

  it("refuses secrets that others on the machine can read", async () => {
    writeFileSync(join(folder, "secrets.json"), "{}", { mode: 0o644 });
    const { code, said } = await finished(start());
    expect(code).toBe(1);
    expect(said).toContain("chmod 600");
  });

  it("refuses a folder that another console uses, 30 times of 30, naming the process and the remedy", { timeout: 30 * 10_000 }, async ({ annotate }) => {
    writeFileSync(join(folder, "console.lock"), `${process.pid}\n`);
    const taken: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      const { code, said, ms } = await finished(start());
      taken.push(ms);
      expect(code).toBe(1);
      expect(said).toContain(`process ${process.pid}`);
      expect(said).toContain("DATA_DIR");
    }
    expect(existsSync(join(folder, "postgres"))).toBe(false);
    expect(readFileSync(join(folder, "console.lock"), "utf8")).toBe(`${process.pid}\n`);
    await annotate(inWords("refused a taken folder", taken, 2));
    // On a quiet machine it is a fraction of a second; the suite shares its machine.
    expect(Math.min(...taken)).toBeLessThan(2_000 * ROOM);
  });

  it("says a wrong setting at once", async ({ annotate }) => {
    await annotate(inWords("refused a wrong setting", times, 3));
    expect(Math.min(...times)).toBeLessThan(3_000 * ROOM);
  });
});

describe("npm run seal:rotate", () => {
  it("makes the folder, the database and secrets only we can read, and gives the folder back", async () => {
    const { code, said } = await finished(start({}, "lib/commands/seal-rotate.ts"));
    expect(said).toContain("Sealing everything anew");
    expect(code).toBe(0);
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8")))).toEqual(["authSecret", "sealKeys"]);
    expect(existsSync(join(folder, "console.lock"))).toBe(false);
  });
});

function inWords(what: string, times: readonly number[], seconds: number): string {
  return `${what} ${times.length} times, the longest took ${Math.round(Math.max(...times))} ms, the aim is ${seconds} s`;
}

function start(variables: Record<string, string> = {}, ...command: string[]): ChildProcess {
  const args = command.length > 0 ? ["--import", "./lib/commands/register.mjs", ...command] : ["lib/commands/start.mjs"];
  return spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: folder, NODE_ENV: "production", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function finished(child: ChildProcess): Promise<{ code: number; said: string; ms: number }> {
  const beganMs = performance.now();
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => (said += chunk));
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk));
  const [code] = (await once(child, "close")) as [number];
  return { code, said, ms: performance.now() - beganMs };
}
