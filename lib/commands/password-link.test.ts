import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startCluster } from "@/lib/db/embedded/cluster";
import { lockFolder } from "@/lib/db/embedded/lock";

const ROOT = join(import.meta.dirname, "../..");
const EMAIL = "olivia@example.com";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dc-password-"));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("makes a link while the console runs and while it does not, for somebody who can come in", async () => {
  expect(await command("password-link", "--email", EMAIL)).toMatchObject({ code: 1, complaint: expect.stringContaining("holds no embedded installation") as string });
  // Makes the installation.
  expect((await command("audit", "check")).code).toBe(0);
  expect(await command("password-link", "--email", EMAIL)).toMatchObject({ code: 1, said: "", complaint: expect.stringContaining(`${EMAIL} belongs to nobody who can come in here`) as string });

  // As a console that runs holds it.
  const release = lockFolder(folder);
  const cluster = await startCluster(folder);
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  await client.query("insert into users (email, name) values ($1, 'Olivia')", [EMAIL]);
  const whileRunning = await command("password-link", "--email", " Olivia@Example.com ");
  expect(whileRunning).toMatchObject({ code: 0, complaint: "" });
  expect(await keptHash(client)).toBe(hashOf(whileRunning.said));
  await client.end();
  await cluster.stop();
  release();

  const afterwards = await command("password-link", "--email", EMAIL);
  expect(afterwards.code).toBe(0);
  expect(hashOf(afterwards.said)).not.toBe(hashOf(whileRunning.said));
  expect(await command("password-link")).toMatchObject({ code: 1, complaint: expect.stringContaining("npm run password:link -- --email") as string });
}, 120_000);

/** Of the secret in the link that was printed. */
function hashOf(said: string): string {
  const secret = /https:\/\/console\.example\.test\/password#token=[0-9a-f-]{36}\.(\S{43})/.exec(said)?.[1];
  return createHash("sha256").update(secret ?? "").digest("hex");
}

async function keptHash(client: pg.Client): Promise<unknown> {
  return (await client.query<{ token_hash: string }>("select token_hash from password_links")).rows[0]?.token_hash;
}

function command(name: string, ...words: string[]): Promise<{ code: number; said: string; complaint: string }> {
  return new Promise((resolve) => {
    const args = ["--import", "./lib/commands/register.mjs", `lib/commands/${name}.ts`, ...words];
    const env = { PATH: process.env.PATH, DATA_DIR: folder, PUBLIC_URL: "https://console.example.test", NODE_ENV: "production" as const };
    const child = execFile(process.execPath, args, { cwd: ROOT, env }, (_error, said, complaint) => resolve({ code: child.exitCode ?? -1, said, complaint }));
  });
}
