/** The disk under the embedded database is really full, and then there is room again: refusals say when to come back, nothing that was answered is lost. */
// First, because it prepares the framework for what the others import.
import { consoleUnderTest, type ConsoleUnderTest } from "./testing/console-under-test";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { closeDatabase } from "@/lib/db/client";
import { startCluster } from "@/lib/db/embedded/cluster";
import { migrateDatabase } from "@/lib/db/migrate";
import { asOwner, testSettings } from "@/lib/db/testing/database";
import { setSettings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";

const MEGABYTE = 2 ** 20;
const DISK_MEGABYTES = 224;
const RESERVED = Buffer.alloc(64 * MEGABYTE);
const WRITERS = 4;
/** So often PostgreSQL has ended before there is room: often enough that whoever waits longer after each end waits long. */
const ENDS = 6;
/** From the moment at which there is room again to the first good answer to a change. */
const RECOVERY_LIMIT_MS = 5_000;

/** A disk of its own in memory. @returns why there is none */
function mount(folder: string): string | undefined {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MEGABYTES}m,mode=755`, "tmpfs", folder], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `this process may not mount a small disk (${String((error as { stderr?: unknown }).stderr ?? error).trim()})`;
  }
}

interface Reply {
  status: number;
  retryAfter: string | null;
}

async function ask(running: ConsoleUnderTest, path: string, cookie: string, body?: object): Promise<Reply> {
  const answer = await fetch(running.origin + path, {
    method: body ? "PATCH" : "GET",
    headers: { cookie, "x-console-request": "1", ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  return { status: answer.status, retryAfter: answer.headers.get("retry-after") };
}

/** Begins one piece of the write-ahead log after the other until there is none left, which PostgreSQL does not survive. */
async function useUpLog(): Promise<string> {
  for (;;) {
    const refusal = await asOwner("select pg_switch_wal(), txid_current()").then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal !== undefined) return String(refusal);
  }
}

/** Data of the database itself, until the disk takes no more. @returns what PostgreSQL said */
async function fillUp(): Promise<string> {
  await asOwner("create table filler (text text)");
  for (;;) {
    const refusal = await asOwner("insert into filler select string_agg(md5(random()::text), '') from generate_series(1, 200000) g group by g % 100").then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal !== undefined) return String(refusal);
  }
}

it("answers 503 with a time to come back while its disk is full, goes on within 5 s when there is room, and has lost nothing", { timeout: 180_000 }, async ({ skip, annotate, onTestFinished }) => {
  const folder = mkdtempSync(join(tmpdir(), "dc-full-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const reason = mount(folder);
  if (reason !== undefined) return skip(`skipped: ${reason}`);
  onTestFinished(() => void execFileSync("umount", [folder]));
  chmodSync(folder, 0o755);
  let ended = 0;
  const cluster = await startCluster(folder, { onEnded: () => (ended += 1) });
  onTestFinished(() => cluster.stop());
  setSettings(testSettings({ databaseUrl: new Secret(cluster.url) }));
  onTestFinished(() => closeDatabase());
  await migrateDatabase(cluster.url);
  const running = await consoleUnderTest();
  onTestFinished(() => running.close());
  const owner = await aMember("owner");
  const cookie = await cookieOf(owner.userId);
  const settingsPath = `/api/bff/workspaces/${owner.workspaceSlug}/settings`;
  const reserved = join(folder, "reserved");
  writeFileSync(reserved, RESERVED);

  const acknowledged: string[] = [];
  const refused: Reply[] = [];
  let isOver = false;
  onTestFinished(() => void (isOver = true));
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let n = 0; !isOver; n += 1) {
      const name = `Name ${n} of ${writer}`;
      const reply = await ask(running, settingsPath, cookie, { name });
      if (reply.status === 200) acknowledged.push(name);
      else refused.push(reply);
    }
  });
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(20);
  const said = `${await fillUp()}; ${await useUpLog()}`;
  await expect.poll(() => refused.length, { timeout: 60_000 }).toBeGreaterThan(40);
  // It ends as soon as it begins to work on its log, and is started again and again.
  await expect.poll(() => ended, { timeout: 60_000 }).toBeGreaterThanOrEqual(ENDS);
  const { bavail, bsize } = statfsSync(folder);
  expect((await ask(running, "/api/health", cookie)).status).toBe(200);

  const known = acknowledged.length;
  const roomAtMs = performance.now();
  rmSync(reserved);
  await expect.poll(() => acknowledged.length, { interval: 10, timeout: 60_000 }).toBeGreaterThan(known + WRITERS);
  const recoveredMs = performance.now() - roomAtMs;
  isOver = true;
  await Promise.all(writers);

  expect(refused.filter(({ status, retryAfter }) => status !== 503 || retryAfter !== "5")).toEqual([]);
  expect(recoveredMs).toBeLessThan(RECOVERY_LIMIT_MS);
  const { rows } = await asOwner<{ name: string }>("select subject->'name'->>'to' as name from audit_events where action = 'workspace.changed'");
  const kept = new Set(rows.map(({ name }) => name));
  expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
  expect((await ask(running, settingsPath, cookie)).status).toBe(200);
  expect(running.thrown).toEqual([]);
  await annotate(`${acknowledged.length} changes answered with 200 and all there, ${refused.length} refused while PostgreSQL ended ${ended} times and ${Math.round((bavail * bsize) / 1024)} KiB were free (${said}), a good answer ${Math.round(recoveredMs)} ms after there was room`);
});
