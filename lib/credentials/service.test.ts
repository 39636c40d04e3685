import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { everywhereDb } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { auditEvents, credentials } from "@/lib/db/tables";
import { AppError } from "@/lib/shared/errors";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { abandonRotation, startRotation } from "./rotation/service";
import type { NewCredential } from "./schema";
import { create, list, read, remove, reportSecretWorked, update, useCredential } from "./service";

const CANARY = "canary-Zx81-secret/with+signs=";

let owner: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  owner = await aMember("owner");
});

describe("a new credential", () => {
  it("is read back with exactly these members, the secret not among them", async () => {
    const { id } = await create(owner, aCredential({ clientSecret: CANARY }));
    const view = await read(owner, id);
    expect(Object.keys(view).sort()).toEqual([
      "basicEncoding",
      "clientId",
      "clientIdMasked",
      "createdAt",
      "createdBy",
      "disabledAt",
      "distributorId",
      "environment",
      "id",
      "label",
      "lastCheck",
      "lastCheckAt",
      "lastUsedAt",
      "nextSecretFingerprint",
      "refusal",
      "secretFingerprint",
      "tokenRequestForm",
      "updatedAt",
      "usableBy",
      "version",
    ]);
    expect(JSON.stringify([view, await list(owner)])).not.toContain(CANARY);
    expect(view).toMatchObject({ clientId: "partner@example.com", clientIdMasked: "par••••com", version: 1, createdBy: "Ada Example" });
  });

  it("has its secret in no byte of the row, and opens for its use", async () => {
    const { id } = await create(owner, aCredential({ clientSecret: CANARY }));
    const found = await everywhereDb().execute(sql`select 1 from credentials c where c.id = ${id} and c::text like ${`%${CANARY}%`}`);
    const inHex = await everywhereDb().execute(
      sql`select 1 from credentials c where c.id = ${id} and c::text like ${`%${Buffer.from(CANARY).toString("hex")}%`}`,
    );
    const label = await everywhereDb().execute(sql`select 1 from credentials c where c.id = ${id} and c::text like '%partner@example.com%'`);
    expect([found.rows.length, inHex.rows.length, label.rows.length]).toEqual([0, 0, 1]);
    expect((await useCredential(owner, id)).secret.reveal()).toBe(CANARY);
  });

  it("shows its client id in clear only to those who may change it", async () => {
    const { id } = await create(owner, aCredential());
    const developer = await aMember("developer", owner);
    expect(await read(developer, id)).toMatchObject({ clientId: null, clientIdMasked: "par••••com" });
  });

  it("is refused with an issue for each field that is wrong, and nothing is stored", async () => {
    const before = (await list(owner)).length;
    const problem = await failure(create(owner, aCredential({ clientId: "a\nb", clientSecret: " s" })));
    expect(problem).toMatchObject({ code: "input.refused", issues: [{ path: "/clientId" }, { path: "/clientSecret" }] });
    expect(await list(owner)).toHaveLength(before);
  });

  it("needs a label of its own in its environment", async () => {
    const first = await create(owner, aCredential());
    const problem = await failure(create(owner, aCredential({ label: first.label })));
    expect(problem).toMatchObject({ code: "input.refused", issues: [{ path: "/label" }] });
    expect((await create(owner, aCredential({ label: first.label, environment: "production" }))).label).toBe(first.label);
  });

  it("is made once when the same label is asked for twenty times at once", async () => {
    const label = "asked for at once";
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => create(owner, aCredential({ label }))));
    expect(attempts.filter((attempt) => attempt.status === "fulfilled")).toHaveLength(1);
  });
});

describe("a change", () => {
  it("counts the version up, and a second change of the version seen before is refused", async () => {
    const { id } = await create(owner, aCredential());
    expect(await update(owner, id, { version: 1, basicEncoding: "rfc6749", distributorId: "501" })).toMatchObject({
      version: 2,
      basicEncoding: "rfc6749",
      distributorId: "501",
    });
    expect(await failure(update(owner, id, { version: 1, label: "late" }))).toMatchObject({ code: "resource.conflict" });
  });

  it("that changes nothing leaves version and trail alone", async () => {
    const { id, label } = await create(owner, aCredential());
    expect((await update(owner, id, { version: 1, label })).version).toBe(1);
    expect(await trailOf(id)).toEqual(["credential.created"]);
  });

  it("to plain is refused while the client id has a colon", async () => {
    const { id } = await create(owner, aCredential({ clientId: "acme:nl", basicEncoding: "rfc6749" }));
    expect(await failure(update(owner, id, { version: 1, basicEncoding: "plain" }))).toMatchObject({ issues: [{ path: "/clientId" }] });
  });

  it("switches a credential off for use, and on again", async () => {
    const { id } = await create(owner, aCredential());
    expect((await update(owner, id, { version: 1, disabled: true })).disabledAt).not.toBeNull();
    expect(await failure(useCredential(owner, id))).toMatchObject({ code: "input.refused" });
    await update(owner, id, { version: 2, disabled: false });
    expect((await useCredential(owner, id)).version).toBe(3);
  });
});

describe("a rotation", () => {
  it("keeps both secrets until the new one has worked, then erases the old one", async () => {
    const { id, secretFingerprint } = await create(owner, aCredential({ clientSecret: "old" }));
    const started = await startRotation(owner, id, { clientSecret: "new" });
    expect(started).toMatchObject({ version: 2, secretFingerprint });
    expect(await both(id)).toEqual(["old", "new"]);

    expect(await reportSecretWorked(owner, { credentialId: id, version: 2, which: "current" })).toBe(2);
    expect(await both(id)).toEqual(["old", "new"]);

    expect(await reportSecretWorked(owner, { credentialId: id, version: 2, which: "next" })).toBe(3);
    expect(await both(id)).toEqual(["new", undefined]);
    expect(await read(owner, id)).toMatchObject({
      version: 3,
      secretFingerprint: started.nextSecretFingerprint,
      nextSecretFingerprint: null,
    });
  });

  it("ends once when fifty exchanges report at once", async () => {
    const { id } = await create(owner, aCredential({ clientSecret: "old" }));
    await startRotation(owner, id, { clientSecret: "new" });
    await Promise.all(Array.from({ length: 50 }, () => reportSecretWorked(owner, { credentialId: id, version: 2, which: "next" })));
    expect((await read(owner, id)).version).toBe(3);
    expect((await trailOf(id)).filter((action) => action === "credential.rotation-finished")).toHaveLength(1);
  });

  it("does not end on the report of an exchange that began before it", async () => {
    const { id } = await create(owner, aCredential({ clientSecret: "old" }));
    await startRotation(owner, id, { clientSecret: "new" });
    expect(await reportSecretWorked(owner, { credentialId: id, version: 1, which: "next" })).toBe(1);
    expect(await both(id)).toEqual(["old", "new"]);
  });

  it("can be abandoned, which erases the new secret", async () => {
    const { id } = await create(owner, aCredential({ clientSecret: "old" }));
    await startRotation(owner, id, { clientSecret: "new" });
    await abandonRotation(owner, id);
    expect(await both(id)).toEqual(["old", undefined]);
    expect(await failure(abandonRotation(owner, id))).toMatchObject({ code: "resource.conflict" });
  });

  it("to the secret that is in use already is refused", async () => {
    const { id } = await create(owner, aCredential({ clientSecret: "old" }));
    expect(await failure(startRotation(owner, id, { clientSecret: "old" }))).toMatchObject({ issues: [{ path: "/clientSecret" }] });
  });
});

describe("who may", () => {
  it.each(["developer", "viewer"] as const)("a %s reads but changes nothing", async (role) => {
    const { id } = await create(owner, aCredential());
    const member = await aMember(role, owner);
    expect((await list(member)).map((one) => one.id)).toContain(id);
    const refusals = await Promise.all([
      failure(create(member, aCredential())),
      failure(update(member, id, { version: 1, label: "x" })),
      failure(remove(member, id)),
      failure(startRotation(member, id, { clientSecret: "new" })),
      failure(abandonRotation(member, id)),
    ]);
    expect(refusals.map((refusal) => refusal.code)).toEqual(Array(5).fill("workspace.forbidden"));
  });

  it("does not include another workspace: it is as if the credential were not there", async () => {
    const { id } = await create(owner, aCredential());
    const stranger = await aMember("owner");
    const refusals = await Promise.all([
      failure(read(stranger, id)),
      failure(update(stranger, id, { version: 1, label: "x" })),
      failure(remove(stranger, id)),
      failure(useCredential(stranger, id)),
      failure(startRotation(stranger, id, { clientSecret: "new" })),
      failure(read(stranger, crypto.randomUUID())),
    ]);
    expect(new Set(refusals.map((refusal) => refusal.code))).toEqual(new Set(["resource.not-found"]));
    expect(refusals[0]?.message).toBe(refusals[5]?.message);
    expect(await list(stranger)).toEqual([]);
  });
});

it("writes down every change, in words and without a secret", async () => {
  const { id } = await create(owner, aCredential({ clientSecret: CANARY }));
  await update(owner, id, { version: 1, label: `renamed ${id}` });
  await update(owner, id, { version: 2, disabled: true });
  await update(owner, id, { version: 3, disabled: false });
  await startRotation(owner, id, { clientSecret: `${CANARY}2` });
  await abandonRotation(owner, id);
  await startRotation(owner, id, { clientSecret: `${CANARY}3` });
  await reportSecretWorked(owner, { credentialId: id, version: 7, which: "next" });
  await remove(owner, id);
  expect(await trailOf(id)).toEqual([
    "credential.created",
    "credential.changed",
    "credential.disabled",
    "credential.enabled",
    "credential.rotation-started",
    "credential.rotation-abandoned",
    "credential.rotation-started",
    "credential.rotation-finished",
    "credential.deleted",
  ]);
  const rows = await everywhereDb().select().from(auditEvents).where(eq(auditEvents.workspaceId, owner.workspaceId));
  expect(JSON.stringify(rows)).not.toContain("canary");
  expect(JSON.stringify(rows)).toContain(`renamed ${id}`);
});

it("changes nothing when the trail cannot be written", async () => {
  const { id } = await create(owner, aCredential());
  await asOwner("alter table audit_events add constraint closed check (action <> 'credential.deleted') not valid");
  await expect(remove(owner, id)).rejects.toThrow();
  await asOwner("alter table audit_events drop constraint closed");
  expect(await everywhereDb().select().from(credentials).where(eq(credentials.id, id))).toHaveLength(1);
});

function aCredential(given: Partial<NewCredential> = {}): NewCredential {
  return {
    environment: "staging",
    label: `Partner ${crypto.randomUUID()}`,
    clientId: "partner@example.com",
    clientSecret: "s3cret",
    basicEncoding: "plain",
    tokenRequestForm: "json",
    distributorId: null,
    ...given,
  };
}

async function both(id: string): Promise<(string | undefined)[]> {
  const used = await useCredential(owner, id);
  return [used.secret.reveal(), used.next?.reveal()];
}

async function trailOf(id: string): Promise<string[]> {
  const rows = await everywhereDb()
    .select()
    .from(auditEvents)
    .where(sql`${auditEvents.subject} ->> 'credentialId' = ${id}`)
    .orderBy(auditEvents.at);
  return rows.map((row) => row.action);
}

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const outcome = await promise.then(
    () => undefined,
    (problem: unknown) => problem,
  );
  if (outcome instanceof AppError) return outcome;
  throw new Error("This was expected to be refused.", { cause: outcome });
}
