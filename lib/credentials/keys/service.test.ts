import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { everywhereDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing/database";
import { credentials, exchanges, tokens, workspaces } from "@/lib/db/tables";
import { SettingsError } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { sealedWithKey, sealWith, unsealWith, type Keyring } from "../seal";
import { checkSealKeys, keyUse, rewrapAll } from "./service";

const WORKSPACE = crypto.randomUUID();
const K1 = aKey("k1");
const K2 = aKey("k2");

await testDatabase();
await everywhereDb().insert(workspaces).values({ id: WORKSPACE, slug: "acme", name: "Acme" });

beforeEach(async () => {
  await everywhereDb().delete(credentials);
});

describe("the check of the keys at the start", () => {
  it("passes on an empty database and with the right keys, the current one first or last", async () => {
    await checkSealKeys([K1]);
    await storeSecrets(3, [K1]);
    await checkSealKeys([K1]);
    await checkSealKeys([K2, K1]);
  });

  it("names the variable and the missing key, and neither key nor secret", async () => {
    await storeSecrets(3, [K1]);
    const problem = await refusal([K2]);
    expect(problem).toMatchObject({ variable: "SEAL_KEYS", message: expect.stringMatching(/lacks the key "k1".*3 stored secrets/) });
    expect(problem.message).not.toContain(K2.key.reveal());
  });

  it("notices another key under the same id", async () => {
    await storeSecrets(1, [K1]);
    expect((await refusal([{ id: "k1", key: K2.key }])).message).toMatch(/another key under the id "k1"/);
  });

  it("notices two keys that were swapped", async () => {
    await storeSecrets(1, [K1]);
    await storeSecrets(1, [K2]);
    expect(
      (
        await refusal([
          { id: "k1", key: K2.key },
          { id: "k2", key: K1.key },
        ])
      ).message,
    ).toMatch(/another key/);
  });

  it("looks into waiting secrets and tokens too", async () => {
    await storeSecrets(1, [K1]);
    await storeNextSecretAndToken([K2]);
    expect((await refusal([K1])).message).toMatch(/"k2"/);
  });
});

describe("the move to the current key", () => {
  it("leaves nothing under the old one, and everything opens with the new one alone", async () => {
    const ids = await storeSecrets(250, [K1]);
    await storeNextSecretAndToken([K1]);
    const seen: number[] = [];
    const done = await rewrapAll((progress) => seen.push(progress.moved), [K2, K1]);
    expect(done).toEqual({ moved: 252, total: 252, broken: [] });
    expect(seen).toEqual([100, 200, 250, 251, 252]);
    expect(await keyUse([K2, K1])).toEqual([
      { keyId: "k2", blobs: 252, inRing: true },
      { keyId: "k1", blobs: 0, inRing: true },
    ]);
    await checkSealKeys([K2]);
    const rows = await everywhereDb()
      .select()
      .from(credentials)
      .where(sql`label like 'secret %'`);
    expect(rows.map((row) => unsealWith([K2], row.secretSealed, place(row.id)).reveal()).sort()).toEqual(
      ids.map((id) => `value of ${id}`).sort(),
    );
  });

  it("goes on where it was stopped", async () => {
    await storeSecrets(250, [K1]);
    const stopped = rewrapAll(() => {
      throw new Error("stopped");
    }, [K2, K1]);
    await expect(stopped).rejects.toThrow("stopped");
    expect(await keyUse([K2, K1])).toMatchObject([{ blobs: 100 }, { blobs: 150 }]);
    expect(await rewrapAll(() => undefined, [K2, K1])).toMatchObject({ moved: 150, total: 150 });
  });

  it("says which blobs do not open, leaves them, and moves the rest", async () => {
    const [first] = await storeSecrets(3, [K1]);
    await everywhereDb()
      .update(credentials)
      .set({ secretSealed: sealWith([K1], new Secret("elsewhere"), place("another row")) })
      .where(sql`id = ${first}`);
    expect(await rewrapAll(() => undefined, [K2, K1])).toMatchObject({
      moved: 2,
      total: 3,
      broken: [`credentials.secret_sealed of ${first}`],
    });
  });

  it("does not overwrite a secret that was changed in the meantime", async () => {
    const [id] = await storeSecrets(1, [K1]);
    const newer = sealWith([K1], new Secret("newer"), place(id ?? ""));
    const rewrapping = rewrapAll(() => undefined, [K2, K1]);
    await everywhereDb()
      .update(credentials)
      .set({ secretSealed: newer })
      .where(sql`id = ${id}`);
    await rewrapping;
    const [row] = await everywhereDb().select().from(credentials);
    expect(row && unsealWith([K2, K1], row.secretSealed, place(row.id)).reveal()).toBe("newer");
  });

  it("passes over tokens that were emptied when they were retired", async () => {
    await storeSecrets(1, [K1]);
    await storeNextSecretAndToken([K1]);
    await everywhereDb()
      .update(tokens)
      .set({ tokenSealed: Buffer.alloc(0) });
    expect(await rewrapAll(() => undefined, [K2, K1])).toMatchObject({ moved: 2, broken: [] });
  });
});

async function storeSecrets(count: number, ring: Keyring): Promise<string[]> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  await everywhereDb()
    .insert(credentials)
    .values(
      ids.map((id) => ({
        workspaceId: WORKSPACE,
        id,
        environment: "staging",
        label: `secret ${id}`,
        clientId: "c",
        secretFingerprint: "f",
        secretSealed: sealWith(ring, new Secret(`value of ${id}`), place(id)),
      })),
    );
  return ids;
}

async function storeNextSecretAndToken(ring: Keyring): Promise<void> {
  const [row] = await everywhereDb().select().from(credentials).limit(1);
  if (!row) throw new Error("a credential is needed first");
  const nextSecretSealed = sealWith(ring, new Secret("next"), { ...place(row.id), column: "next_secret_sealed" });
  await everywhereDb()
    .update(credentials)
    .set({ nextSecretSealed })
    .where(sql`id = ${row.id}`);
  const [exchangeId, id] = [crypto.randomUUID(), crypto.randomUUID()];
  const owner = { workspaceId: WORKSPACE, credentialId: row.id, environment: "staging", apiVersion: "3.8" };
  await everywhereDb()
    .insert(exchanges)
    .values({ ...owner, id: exchangeId, askedScopes: [], outcome: "granted", record: {}, startedAt: new Date(), durationMs: 1 });
  await everywhereDb()
    .insert(tokens)
    .values({
      ...owner,
      id,
      credentialVersion: 1,
      scopeKey: "",
      grantedScopes: [],
      grantedStated: false,
      tokenFingerprint: "f",
      inspection: {},
      exchangeId,
      issuedAt: new Date(),
      expiresAt: new Date(),
      tokenSealed: sealWith(ring, new Secret("token"), { workspaceId: WORKSPACE, table: "tokens", rowId: id, column: "token_sealed" }),
    });
  expect(sealedWithKey(nextSecretSealed)).toBe(ring[0]?.id);
}

function place(rowId: string) {
  return { workspaceId: WORKSPACE, table: "credentials", rowId, column: "secret_sealed" };
}

function aKey(id: string) {
  return { id, key: new Secret(randomBytes(32).toString("base64")) };
}

async function refusal(ring: Keyring): Promise<SettingsError> {
  const outcome = await checkSealKeys(ring).then(
    () => undefined,
    (problem: unknown) => problem,
  );
  if (outcome instanceof SettingsError) return outcome;
  throw new Error("This was expected to be refused.", { cause: outcome });
}
