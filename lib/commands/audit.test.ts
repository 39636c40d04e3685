import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dc-audit-"));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROOT = join(import.meta.dirname, "../..");

it("holds a kept checkpoint against the record, and misses a chain that has gone", async () => {
  const made = await audit("checkpoint");
  expect(made.code).toBe(0);
  const kept = join(folder, "kept.json");
  writeFileSync(kept, made.said);
  expect(await audit("check", "--checkpoint", kept)).toEqual({ code: 0, said: "the installation: 0 entries hold; checkpoint holds\n" });

  writeFileSync(kept, made.said.replaceAll("00000000-0000-0000-0000-000000000000", "5e0f6f0c-3b55-4d5e-9a3b-1d2c3b4a5968"));
  const missed = await audit("check", "--checkpoint", kept);
  expect(missed.code).toBe(1);
  expect(missed.said).toContain("5e0f6f0c-3b55-4d5e-9a3b-1d2c3b4a5968: there is no such chain any more");
}, 60_000);

function audit(...words: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const args = ["--import", "./lib/commands/register.mjs", "lib/commands/audit.ts", ...words];
    const child = execFile(process.execPath, args, { cwd: ROOT, env: { PATH: process.env.PATH, DATA_DIR: folder, NODE_ENV: "production" } }, (_error, said) =>
      resolve({ code: child.exitCode ?? -1, said }),
    );
  });
}
