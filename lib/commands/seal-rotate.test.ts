/** The keys are rotated while the console reads, and the command is killed in the middle again and again: nothing stays shut. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { checkSealKeys, keyUse } from "@/lib/credentials/keys/service";
import { secretPlace } from "@/lib/credentials/place";
import { sealWith } from "@/lib/credentials/seal";
import { useCredential } from "@/lib/credentials/service";
import { everywhereDb } from "@/lib/db/client";
import { credentials, exchanges, tokens } from "@/lib/db/tables";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings, type SealKey } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { findLive } from "@/lib/tokens/keep/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";

/** Each start of the command takes seconds; ROTATION_KILLS=30 takes minutes. */
const KILLS = Number(process.env.ROTATION_KILLS ?? 2);
/** More than a start moves before it is killed: it says how far it is after each hundred. */
const CREDENTIALS = (KILLS + 1) * 300;
/** Every so many credentials have a token of their own. */
const TOKEN_EVERY = 3;
const READERS = 4;
const LIMIT_MS = 60_000 + KILLS * 30_000;

const aKey = (id: string): SealKey => ({ id, key: new Secret(randomBytes(32).toString("base64")) });
const [OLD, NEW] = [aKey("k1"), aKey("k2")];
const textOf = (ring: readonly SealKey[]) => ring.map(({ id, key }) => `${id}:${key.reveal()}`).join(",");

let folder: string;
let url: string;
let owner: WorkspaceScope;
let ids: string[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dc-rotate-"));
  ({ url } = await testDatabase({ sealKeys: [OLD] }));
  owner = await aMember("owner");
  ids = await storeSecrets();
  // As the guide says: the console is told of the new key first, with the old one behind it.
  setSettings({ ...settings(), sealKeys: [NEW, OLD] });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function storeSecrets(): Promise<string[]> {
  const { workspaceId } = owner;
  const made = Array.from({ length: CREDENTIALS }, () => crypto.randomUUID());
  const sealed = (value: string, place: Parameters<typeof sealWith>[2]) => sealWith([OLD], new Secret(value), place);
  const common = { workspaceId, environment: "staging" };
  const owned = made.filter((_, n) => n % TOKEN_EVERY === 0).map((credentialId) => ({ ...common, id: crypto.randomUUID(), credentialId, apiVersion: "3.8" }));
  const soon = new Date(Date.now() + 3_600_000);
  for (let from = 0; from < made.length; from += 1_000) {
    await everywhereDb()
      .insert(credentials)
      .values(made.slice(from, from + 1_000).map((id) => ({ ...common, id, label: id, clientId: "c", secretFingerprint: "f", secretSealed: sealed(`secret of ${id}`, secretPlace({ workspaceId, id }, "secret_sealed")) })));
  }
  await everywhereDb().insert(exchanges).values(owned.map((one) => ({ ...one, askedScopes: [], outcome: "granted", record: {}, startedAt: new Date(), durationMs: 1 })));
  await everywhereDb()
    .insert(tokens)
    .values(
      owned.map(({ id: exchangeId, ...one }) => {
        const id = crypto.randomUUID();
        const tokenSealed = sealed(`token of ${one.credentialId}`, { workspaceId, table: "tokens", rowId: id, column: "token_sealed" });
        return { ...one, id, exchangeId, tokenSealed, credentialVersion: 1, scopeKey: "", grantedScopes: [], grantedStated: false, tokenFingerprint: "f", inspection: {}, issuedAt: new Date(), expiresAt: soon };
      }),
    );
  return made;
}

/** One look at a credential, and at its token if it has one, as a call makes it. */
async function read(n: number): Promise<void> {
  const at = n % ids.length;
  const id = ids[at] ?? "";
  expect((await useCredential(owner, id)).secret.reveal()).toBe(`secret of ${id}`);
  if (at % TOKEN_EVERY !== 0) return;
  const found = await findLive({ workspaceId: owner.workspaceId, credentialId: id, apiVersion: "3.8", scopeKey: "" }, Date.now());
  expect(found?.token?.authorization.reveal()).toBe(`Bearer token of ${id}`);
}

/** Runs the command; with `kill`, until it says that a part is done. @returns the signal that ended it, and what it said */
async function rotate({ kill }: { kill: boolean }): Promise<{ code: number | null; signal: string | null; said: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production" as const, DATA_DIR: folder, DATABASE_URL: url, AUTH_SECRET: randomBytes(32).toString("base64"), SEAL_KEYS: textOf([NEW, OLD]) };
  const child = spawn(process.execPath, ["--import", "./lib/commands/register.mjs", "lib/commands/seal-rotate.ts"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk;
      if (kill && / of \d+\n/.test(said)) child.kill("SIGKILL");
    });
  }
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { code, signal, said };
}

const useOf = async (keyId: string) => (await keyUse([NEW, OLD])).find((use) => use.keyId === keyId)?.blobs ?? 0;

it(`opens everything at every moment while the keys are rotated and the command is killed ${KILLS} times, and with the new key alone afterwards`, { timeout: LIMIT_MS }, async ({ annotate, onTestFinished }) => {
  const total = await useOf("k1");
  expect(total).toBe(CREDENTIALS + Math.ceil(CREDENTIALS / TOKEN_EVERY));
  let reads = 0;
  const failed: unknown[] = [];
  let isOver = false;
  const beganMs = performance.now();
  const readers = Array.from({ length: READERS }, async (_, reader) => {
    for (let n = reader; !isOver; n += READERS) {
      await read(n * 7).catch((error: unknown) => failed.push(error));
      reads += 1;
    }
  });
  onTestFinished(() => void (isOver = true));
  const left: number[] = [];
  for (let n = 0; n < KILLS; n += 1) {
    const { signal, said } = await rotate({ kill: true });
    left.push(await useOf("k1"));
    expect([signal, said]).toEqual(["SIGKILL", expect.stringContaining(` of ${left.at(-2) ?? total}\n`)]);
  }
  // Each went on where the one before it was killed, and none came to the end.
  expect(left.every((blobs, n) => blobs > 0 && blobs < (left[n - 1] ?? total))).toBe(true);
  const last = await rotate({ kill: false });
  isOver = true;
  await Promise.all(readers);
  const seconds = (performance.now() - beganMs) / 1_000;
  expect([last.code, last.said]).toEqual([0, expect.stringContaining('key "k1": 0 stored secrets, no longer needed')]);
  expect(failed).toEqual([]);
  expect(reads).toBeGreaterThan(CREDENTIALS);
  expect([await useOf("k1"), await useOf("k2")]).toEqual([0, total]);

  setSettings({ ...settings(), sealKeys: [NEW] });
  await checkSealKeys();
  for (const n of ids.keys()) await read(n);
  await annotate(`${KILLS} kills, ${total} secrets, ${reads} reads at ${Math.round(reads / seconds)} a second in ${Math.round(seconds)} s, ${failed.length} failed`);
});

it("would show: what was left under the old key does not open with the new one alone", async () => {
  setSettings({ ...settings(), sealKeys: [NEW] });
  const [id = ""] = ids;
  await everywhereDb()
    .update(credentials)
    .set({ secretSealed: sealWith([OLD], new Secret("x"), secretPlace({ workspaceId: owner.workspaceId, id }, "secret_sealed")) });
  await expect(read(0)).rejects.toMatchObject({ problem: "unknown-key", keyId: "k1" });
  await expect(checkSealKeys()).rejects.toMatchObject({ variable: "SEAL_KEYS" });
});
