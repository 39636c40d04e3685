import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

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
    ["AUTH_SECRET", { DATABASE_URL: "postgres://console:hunter2@127.0.0.1:1/console" }],
    ["NODE_TLS_REJECT_UNAUTHORIZED", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }],
  ])("stops on a wrong %s and names it, never its value", async (variable, variables) => {
    const { code, said } = await finished(start(variables));
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

  it("refuses a folder that another console uses, naming the process and the remedy", async () => {
    writeFileSync(join(folder, "console.lock"), `${process.pid}\n`);
    const { code, said } = await finished(start());
    expect(code).toBe(1);
    expect(said).toContain(`process ${process.pid}`);
    expect(said).toContain("DATA_DIR");
    expect(existsSync(join(folder, "postgres"))).toBe(false);
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

function start(variables: Record<string, string> = {}, command = "lib/commands/start.ts"): ChildProcess {
  return spawn(process.execPath, ["--import", "./lib/commands/register.mjs", command], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: folder, NODE_ENV: "production", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function finished(child: ChildProcess): Promise<{ code: number; said: string }> {
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => (said += chunk));
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk));
  const [code] = (await once(child, "close")) as [number];
  return { code, said };
}
