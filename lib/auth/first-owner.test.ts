import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { list } from "@/lib/credentials/service";
import { db, everywhereDb } from "@/lib/db/client";
import { asOwner, testDatabase, testSettings } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { toProblem } from "@/lib/http/problem";
import { Secret } from "@/lib/shared/secret";
import { listMine } from "@/lib/workspaces/service";
import { becomeFirstOwner, createOwnerFromSettings, ensureSetupLink, isSetupOpen } from "./first-owner";
import { scopeFor } from "./scope";
import { personOfSession } from "./session";
import { signInWithPassword } from "./sign-in";
import { selectUserByEmail } from "./store";

/** Each attempt costs a hash; SETUP_TRIALS=200 takes minutes. */
const TRIALS = Number(process.env.SETUP_TRIALS ?? 3);
const ASKING = { userAgent: null, requestId: "r1" };
const PASSWORD = "correct horse battery";
const inputWith = (token: string, email = "ada@example.test") => ({ token, name: "Ada", email, password: PASSWORD });
const count = async (table: string) => Number((await everywhereDb().execute<{ n: string }>(sql.raw(`select count(*) as n from ${table}`))).rows[0]?.n);

async function aToken(): Promise<string> {
  const link = new URL((await ensureSetupLink()) ?? "http://none");
  return new URLSearchParams(link.hash.slice(1)).get("token") ?? "";
}

beforeAll(async () => {
  await testDatabase();
});

afterEach(async () => {
  await asOwner("truncate users, setup, workspaces, installation_events cascade");
});

describe("the set-up link", () => {
  it("carries 256 random bits in its fragment, of which only a hash is stored", async () => {
    const link = new URL((await ensureSetupLink()) ?? "");
    expect(link.pathname + link.search).toBe("/setup");
    expect(link.hash).toMatch(/^#token=[A-Za-z0-9_-]{43}$/);
    const stored = await db().execute<{ token_hash: string }>(sql`select token_hash from setup`);
    expect(stored.rows).toHaveLength(1);
    expect(link.hash).not.toContain(stored.rows[0]?.token_hash);
  });

  it("makes an owner who is signed in, with a workspace of their own", async () => {
    const made = await becomeFirstOwner(inputWith(await aToken()), ASKING);
    expect(await personOfSession(made.sessionId)).toMatchObject({ email: "ada@example.test", userId: made.userId });
    expect(await listMine(made.userId)).toMatchObject([{ slug: made.slug, role: "owner" }]);
    expect(await list(await scopeFor(made, made.slug, "r"))).toMatchObject([{ environment: "simulator" }]);
    expect(await isSetupOpen()).toBe(false);
    expect(await ensureSetupLink()).toBeUndefined();
  });

  it(`makes exactly one owner out of fifty attempts at once, ${TRIALS} times over`, async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const token = await aToken();
      const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => becomeFirstOwner(inputWith(token, `p${i}@example.test`), ASKING)));
      expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
      // On a busy machine some find no connection in time; they are no owners either.
      const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [toProblem(outcome.reason, "r1").status] : []));
      expect(refused.filter((status) => status !== 404 && status !== 503)).toEqual([]);
      expect(refused).toContain(404);
      expect([await count("users"), await count("workspaces"), await count("sessions")]).toEqual([1, 1, 1]);
      await expect(becomeFirstOwner(inputWith(token), ASKING)).rejects.toMatchObject({ code: "setup.closed", status: 404 });
      await asOwner("truncate users, setup, workspaces cascade");
    }
  }, 30_000 + TRIALS * 10_000);

  it("opens nothing with a wrong token, an empty one, or one that a newer link replaced", async () => {
    const old = await aToken();
    const current = await aToken();
    for (const token of ["", "x", old, `${current}x`]) {
      await expect(becomeFirstOwner(inputWith(token), ASKING)).rejects.toMatchObject({ code: "resource.not-found" });
    }
    expect(await count("users")).toBe(0);
    await expect(becomeFirstOwner(inputWith(current), ASKING)).resolves.toBeDefined();
  });
});

describe("an owner from the settings", () => {
  const withOwner = (email: string, password: string) =>
    setSettings({ ...testSettings({ databaseUrl: settings().databaseUrl }), owner: { email, password: new Secret(password) } });

  it("is made once, also by two processes that start together, and closes the set-up link", async () => {
    withOwner("Root@Example.test", PASSWORD);
    await Promise.all([createOwnerFromSettings(), createOwnerFromSettings()]);
    const owner = await selectUserByEmail("root@example.test");
    expect(await listMine(owner?.id ?? "")).toHaveLength(1);
    expect(await ensureSetupLink()).toBeUndefined();
    expect(await signInWithPassword({ email: "root@example.test", password: PASSWORD, address: "a", knownDeviceFor: () => undefined })).toBeDefined();
  });

  it("never replaces the password of somebody who is there", async () => {
    withOwner("root@example.test", PASSWORD);
    await createOwnerFromSettings();
    const before = await selectUserByEmail("root@example.test");
    withOwner("root@example.test", "an entirely different one");
    await createOwnerFromSettings();
    expect((await selectUserByEmail("root@example.test"))?.passwordHash).toBe(before?.passwordHash);
  });

  it("is refused with the variable's name and without its value when the password is a common one", async () => {
    withOwner("root@example.test", "password12345");
    await expect(createOwnerFromSettings()).rejects.toMatchObject({ variable: "OWNER_PASSWORD", message: expect.not.stringContaining("password12345") });
  });
});
