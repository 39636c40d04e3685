import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { createOwnerFromSettings } from "@/lib/auth/first-owner";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { closeDatabase } from "@/lib/db/client";
import { lockFolder } from "@/lib/db/embedded/lock";
import { migrateDatabase } from "@/lib/db/migrate";
import { inOrder } from "@/lib/db/move/tables";
import { setSettings, settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { useCredential } from "@/lib/credentials/service";
import { consoleUnderTest } from "@/lib/server/testing/console-under-test";
import { aCredential } from "@/lib/tokens/testing/token-world";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { claimInstallation } from "./claim";
import { openInstallation } from "./installation";

let folder: string;
let owner: WorkspaceScope;
let cookie: string;
let credentialId: string;
const databases: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dc-move-"));
  chmodSync(folder, 0o755);
  vi.stubEnv("DATA_DIR", folder);
  vi.stubEnv("OWNER_EMAIL", "olivia@example.com");
  vi.stubEnv("OWNER_PASSWORD", "correct horse battery staple");
  const installation = await openInstallation(claimInstallation());
  await createOwnerFromSettings();
  owner = await aMember("owner");
  for (let n = 0; n < 20; n += 1) await aMember("developer", owner);
  cookie = await cookieOf(owner.userId);
  credentialId = await aCredential(owner);
  await installation.close();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closeDatabase();
  rmSync(folder, { recursive: true, force: true });
  for (const name of databases) await admin(`drop database ${name} with (force)`);
});

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("templateUrl").replace(/\/console$/, "/postgres") });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function emptyDatabase(): Promise<string> {
  const name = `moved_${randomBytes(6).toString("hex")}`;
  await admin(`create database ${name}`);
  databases.push(name);
  return inject("templateUrl").replace(/\/console$/, `/${name}`);
}

async function move(url: string): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production" as const, DATA_DIR: folder, DATABASE_URL: url };
  const child = spawn(process.execPath, ["--import", "./lib/commands/register.mjs", "lib/commands/db-move.ts"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk));
  const [code] = (await once(child, "close")) as [number];
  return { code, said };
}

it("carries an installation over whole, leaves it as it was, and a console goes on there with the same sessions and secrets", { timeout: 90_000 }, async () => {
  const url = await emptyDatabase();
  const first = await move(url);
  expect(first.said).toContain("What to do now");
  expect(first.said).toMatch(/users: 2\d rows, the same on both sides/);
  expect(first.said).toMatch(/record of .*: \d+ entries hold\n/);
  expect(first.code).toBe(0);
  const { authSecret, sealKeys } = JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8")) as { authSecret: string; sealKeys: string };
  expect(first.said).not.toContain(authSecret);
  const [id = "", key = ""] = sealKeys.split(":");
  setSettings({ ...settings(), databaseUrl: new Secret(url), authSecret: new Secret(authSecret), sealKeys: [{ id, key: new Secret(key) }] });
  const running = await consoleUnderTest();
  try {
    const response = await fetch(`${running.origin}/api/bff/workspaces/${owner.workspaceSlug}/members`, { headers: { cookie, "x-console-request": "1" } });
    expect(response.status).toBe(200);
    expect(((await response.json()) as { members: unknown[] }).members).toHaveLength(21);
    expect((await useCredential(owner, credentialId)).secret.reveal()).toMatch(/^s3cret\//);
    // Numbers of new rows go on behind the moved ones.
    await aMember("viewer", owner);
  } finally {
    await running.close();
    await closeDatabase();
  }
  const again = await move(url);
  expect([again.code, again.said]).toEqual([1, expect.stringContaining("is not empty")]);
});

it.each([
  ["does not take one row", "raise exception 'no room'", /DATABASE_URL did not take the data: no room\. Nothing was moved/],
  ["makes something else of one row", "new.label := 'other'; return new", /credentials is not the same on the other side \((\d+) rows here, \1 there\)\. Nothing was moved/],
])("moves nothing at all when the other side %s", { timeout: 60_000 }, async (_case, work, reason) => {
  const url = await emptyDatabase();
  await migrateDatabase(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create function refuse() returns trigger language plpgsql as $$ begin ${work}; end $$; create trigger refuse before insert on credentials for each row execute function refuse()`);
  const { code, said } = await move(url);
  expect([code, said]).toEqual([1, expect.stringMatching(reason)]);
  expect((await client.query("select count(*)::int as n from users")).rows).toEqual([{ n: 0 }]);
  await client.end();
});

it("refuses while a console runs on the folder", async () => {
  const release = lockFolder(folder);
  const { code, said } = await move("postgres://nobody@127.0.0.1:1/none").finally(release);
  expect([code, said]).toEqual([1, expect.stringContaining(`process ${process.pid}`)]);
});

it("orders tables by what they point at, and says when there is no order", () => {
  const table = (name: string, ...needs: string[]) => ({ name, columns: ["id"], needs });
  expect(inOrder([table("a", "b"), table("b", "c"), table("c")]).map(({ name }) => name)).toEqual(["c", "b", "a"]);
  expect(() => inOrder([table("a", "b"), table("b", "a")])).toThrow("a, b");
});
