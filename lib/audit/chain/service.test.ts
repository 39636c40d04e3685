import { beforeAll, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { everywhereDb } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { migrateDatabase } from "@/lib/db/migrate";
import { settings } from "@/lib/env";
import { isDatabaseOutage } from "@/lib/shared/outage";
import { endWorkspace } from "@/lib/workspaces/life/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { changeWorkspace } from "@/lib/workspaces/service";
import { record } from "../service";
import { INSTALLATION_CHAIN } from "./link";
import { signCheckpoint } from "./seal";
import { chainOlderEvents, checkChain, checkEnded, checkpointOf, checkRecord, makeCheckpoint } from "./service";

const WRITERS = Number(process.env.CHAIN_WRITERS ?? 20);
const EVENTS_EACH = Number(process.env.CHAIN_EVENTS ?? 15);

beforeAll(() => testDatabase());

describe("the record of a workspace", () => {
  it("holds after many wrote at once, without a gap or a fork", async () => {
    const scope = await aMember("owner");
    const before = (await checkRecord(scope)).events;
    await Promise.all(Array.from({ length: WRITERS }, () => write(scope, EVENTS_EACH)));
    expect(await checkRecord(scope)).toMatchObject({ events: before + WRITERS * EVENTS_EACH, fault: undefined, insertOnly: true });
  });

  it("keeps values that JSON and the database write differently", async () => {
    const scope = await aMember("owner");
    await everywhereDb().transaction((tx) =>
      record(tx, { workspaceId: scope.workspaceId, action: "test.written", subject: { z: 1, a: 1e21, when: new Date(0), none: undefined, text: "é\u2028\"\\", deep: [{ y: 0.1, x: -0 }] } }),
    );
    expect((await checkRecord(scope)).fault).toBeUndefined();
  });

  it.each<[string, string, { kind: string; sequence: number }]>([
    ["an edited event", "update audit_events set subject = '{}' where workspace_id = $1 and sequence = 4", { kind: "altered", sequence: 4 }],
    ["an event that is gone", "delete from audit_events where workspace_id = $1 and sequence = 4", { kind: "missing", sequence: 4 }],
    ["a cut tail", "delete from audit_events where workspace_id = $1 and sequence > 4", { kind: "tail-cut", sequence: 5 }],
    ["an event beside the chain", "insert into audit_events (workspace_id, action, subject) values ($1, 'test.forged', '{}')", { kind: "unchained", sequence: 0 }],
    ["a rewritten end", "update audit_heads set hash = repeat('0', 64) where workspace_id = $1", { kind: "altered", sequence: 8 }],
  ])("shows %s", async (_what, sql, fault) => {
    const scope = await aMember("owner");
    await write(scope, 8 - (await checkRecord(scope)).events);
    await asOwner(sql, [scope.workspaceId]);
    expect((await checkRecord(scope)).fault).toEqual(fault);
  });

  it("is not for every role", async () => {
    await expect(checkRecord(await aMember("developer"))).rejects.toMatchObject({ code: "workspace.forbidden" });
  });
});

describe("a checkpoint of a workspace that was deleted", () => {
  it("is held against the end that the deletion wrote down, and against nothing where none is on record", async () => {
    const owner = { ...(await aMember("owner")), authenticatedAt: new Date() };
    await changeWorkspace(owner, { name: "Another name" });
    const early = await makeCheckpoint(owner);
    await changeWorkspace(owner, { name: "And another" });
    const last = await makeCheckpoint(owner);
    expect(await checkEnded(last)).toBeUndefined();
    await endWorkspace(owner, owner.workspaceSlug);
    expect(await Promise.all([early, last].map((one) => checkEnded(one)))).toEqual(["ended", "ended"]);
    expect(await checkEnded({ ...early, hash: "1".repeat(64) })).toBe("not-genuine");
    const { chain, sequence, hash } = last;
    expect(await checkEnded(signCheckpoint({ chain, sequence: sequence + 1, hash }, new Date()))).toBe("contradicted");
    expect(await checkEnded(signCheckpoint({ chain, sequence, hash: "1".repeat(64) }, new Date()))).toBe("contradicted");
  });
});

describe("a checkpoint", () => {
  it("holds while the chain grows, and is contradicted when the chain was written anew", async () => {
    const scope = await aMember("owner");
    await write(scope, 3);
    const checkpoint = await makeCheckpoint(scope);
    await write(scope, 2);
    expect(await checkRecord(scope, checkpoint)).toMatchObject({ checkpoint: "holds", fault: undefined });

    // Whoever owns the database cuts the tail, mends the head, and writes on.
    await asOwner("delete from audit_events where workspace_id = $1 and sequence >= 2", [scope.workspaceId]);
    await asOwner("update audit_heads h set sequence = 1, hash = e.hash from audit_events e where h.workspace_id = $1 and e.workspace_id = $1 and e.sequence = 1", [scope.workspaceId]);
    await write(scope, 10);
    expect(await checkRecord(scope, checkpoint)).toMatchObject({ checkpoint: "contradicted", fault: undefined });
  });

  it("is known for what it is: forged, of another workspace, or signed with a key that has gone", async () => {
    const scope = await aMember("owner");
    const checkpoint = await makeCheckpoint(scope);
    expect((await checkRecord(scope, { ...checkpoint, sequence: 99 })).checkpoint).toBe("not-genuine");
    expect((await checkRecord(scope, await checkpointOf(INSTALLATION_CHAIN))).checkpoint).toBe("other-chain");
    const keyId = "gone";
    expect(settings().sealKeys.map((key) => key.id)).not.toContain(keyId);
    expect((await checkRecord(scope, { ...checkpoint, keyId })).checkpoint).toBe("unknown-key");
  });
});

it.each(["update audit_events set action = 'x.y'", "delete from installation_events", "truncate audit_events", "delete from audit_heads"])(
  "the role that the console works as may not: %s",
  async (sql) => {
    await expect(everywhereDb().execute(sql)).rejects.toMatchObject({ cause: { code: "42501" } });
  },
);

it("takes events in that are older than their chain, once", async () => {
  const scope = await aMember("owner");
  await write(scope, 3);
  await asOwner("update audit_events set sequence = null, hash = null where workspace_id = $1", [scope.workspaceId]);
  await asOwner("delete from audit_heads where workspace_id = $1", [scope.workspaceId]);
  expect((await checkRecord(scope)).fault).toEqual({ kind: "unchained", sequence: 0 });

  await adopt();
  const chained = await checkRecord(scope);
  expect(chained.fault).toBeUndefined();
  expect(chained.events).toBeGreaterThanOrEqual(3);

  await asOwner("insert into audit_events (workspace_id, action, subject) values ($1, 'test.forged', '{}')", [scope.workspaceId]);
  await adopt();
  expect((await checkRecord(scope)).fault).toEqual({ kind: "unchained", sequence: 0 });
});

it("holds for the installation's own events too", async () => {
  expect(await checkChain(INSTALLATION_CHAIN)).toMatchObject({ fault: undefined });
});

async function write(scope: WorkspaceScope, events: number): Promise<void> {
  const once = (each: number) => everywhereDb().transaction((tx) => record(tx, { workspaceId: scope.workspaceId, actorId: scope.userId, action: "test.written", subject: { each } }));
  for (let each = 0; each < events; each += 1) {
    // Of hundreds of writers some find no connection in time; what was not written is written then.
    while (!(await once(each).then(() => true, goesOn)));
  }
}

function goesOn(error: unknown): false {
  if (!isDatabaseOutage(error)) throw error;
  return false;
}

/** As the start does it. */
async function adopt(): Promise<void> {
  await migrateDatabase(settings().databaseUrl?.reveal() ?? "", chainOlderEvents);
}
