import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { checkChain, checkpointOf, listChains } from "@/lib/audit/chain/service";
import type { Checkpoint } from "@/lib/audit/chain/schema";
import { createOwnerFromSettings } from "@/lib/auth/first-owner";
import { rewrapAll } from "@/lib/credentials/keys/service";
import { asOwner } from "@/lib/db/testing/database";
import { Secret } from "@/lib/shared/secret";
import { claimInstallation, type Claim } from "./claim";
import { openInstallation } from "./installation";

const folders: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "dc-backup-"));
  // Run by root, PostgreSQL is another user, who must be able to pass.
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** Opens the console's data in a folder as the commands do, for as long as `use` takes. */
async function inFolder<T>(folder: string, use: (claim: Claim) => Promise<T>): Promise<T> {
  vi.stubEnv("DATA_DIR", folder);
  vi.stubEnv("DATABASE_URL", undefined);
  vi.stubEnv("OWNER_EMAIL", "olivia@example.com");
  vi.stubEnv("OWNER_PASSWORD", "correct horse battery staple");
  const claim = claimInstallation();
  const installation = await openInstallation(claim);
  try {
    return await use(claim);
  } finally {
    await installation.close();
  }
}

/** Rows of every table, and every row of the audit. */
async function contents(): Promise<{ rows: Record<string, number>; audit: unknown[] }> {
  const tables = await asOwner<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  const rows: Record<string, number> = {};
  for (const { name } of tables.rows)
    rows[name] = Number((await asOwner<{ n: string }>(`select count(*) as n from "${name}"`)).rows[0]?.n);
  return { rows, audit: (await asOwner("select * from audit_events order by id")).rows };
}

/** A walk along each chain of the record, held against checkpoints that were kept where there are some. */
async function chains(kept: readonly Checkpoint[] = []) {
  const all = await listChains();
  return Promise.all(all.map(async ({ chain }) => ({ report: await checkChain(chain, kept.find((one) => one.chain === chain)), kept: await checkpointOf(chain) })));
}

it("a copy of the stopped folder, put into an empty one, has every row, and its secrets open", { timeout: 60_000 }, async () => {
  const [original, restored] = [newFolder(), newFolder()];
  const before = await inFolder(original, async () => {
    await createOwnerFromSettings();
    return { contents: await contents(), chains: await chains() };
  });
  const walkedBefore = before.chains.reduce((sum, { report }) => sum + report.events, 0);
  expect(before.contents.audit.length).toBeGreaterThan(0);
  expect(walkedBefore).toBe(before.contents.audit.length + (before.contents.rows.installation_events ?? 0));
  expect(spawnSync("cp", ["-a", `${original}/.`, restored]).status).toBe(0);
  rmSync(original, { recursive: true });

  await inFolder(restored, async ({ secrets }) => {
    expect(await contents()).toEqual(before.contents);
    const walked = await chains(before.chains.map(({ kept }) => kept));
    expect(walked.map(({ report }) => [report.fault, report.checkpoint])).toEqual(before.chains.map(() => [undefined, "holds"]));
    expect(walked.reduce((sum, { report }) => sum + report.events, 0)).toBe(walkedBefore);
    // To be sealed with another key, a secret has to be opened with its own.
    const newKey = { id: "k-new", key: new Secret(randomBytes(32).toString("base64")) };
    expect(await rewrapAll(() => undefined, [newKey, ...secrets.sealKeys])).toMatchObject({ broken: [], moved: 1 });
  });
});

it("a copy without its secrets is not opened with new ones", { timeout: 60_000 }, async () => {
  const [original, restored] = [newFolder(), newFolder()];
  await inFolder(original, createOwnerFromSettings);
  expect(spawnSync("cp", ["-a", `${original}/.`, restored]).status).toBe(0);
  rmSync(join(restored, "secrets.json"));
  await expect(inFolder(restored, async () => undefined)).rejects.toThrow(/SEAL_KEYS|secrets\.json/);
});
