/** The wall as the database keeps it: whatever a query asks for, a connection sees and changes what it works for. */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db, enterWorkspace, everywhereDb, pool, tenantDb, type Database } from "./client";
import { members, runs, simulatorClients, users, workspaces } from "./tables";
import { asOwner, testDatabase } from "./testing/database";

const OURS = randomUUID();
const THEIRS = randomUUID();
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();
const said = async (database: Database) => (await database.execute<{ said: string }>(sql`select current_setting('console.workspace') as said`)).rows[0]?.said;
const REFUSED = { cause: { code: "42501" } };

beforeAll(() => testDatabase());
beforeEach(async () => {
  await asOwner("truncate workspaces, members, users, runs, simulator_clients cascade");
  for (const [id, slug] of [[OURS, "ours"], [THEIRS, "theirs"]] as const) {
    await asOwner("insert into workspaces (id, slug, name) values ($1, $2, $2)", [id, slug]);
    await asOwner("insert into runs (workspace_id, operation_id, environment, api_version, input, started_at) values ($1, 'x', 'simulator', '3.8', '{}', now())", [id]);
  }
});

describe("a connection", () => {
  it("of one workspace sees that one, one for all sees both, one for none sees none", async () => {
    expect(ids(await tenantDb(OURS).select({ id: workspaces.id }).from(workspaces))).toEqual([OURS]);
    expect(ids(await everywhereDb().select({ id: workspaces.id }).from(workspaces))).toEqual([OURS, THEIRS].sort());
    expect(await db().select().from(workspaces)).toEqual([]);
    expect((await pool().query("select * from runs")).rows).toEqual([]);
  });

  it("changes and deletes nothing of another workspace, and makes nothing there", async () => {
    const changed = await tenantDb(OURS).update(workspaces).set({ name: "Taken" }).returning({ id: workspaces.id });
    const deleted = await tenantDb(OURS).delete(runs).returning({ id: runs.workspaceId });
    expect([ids(changed), ids(deleted)]).toEqual([[OURS], [OURS]]);
    expect((await asOwner("select 1 from runs where workspace_id = $1", [THEIRS])).rows).toHaveLength(1);
    const [person] = await db().insert(users).values({ email: "ada@example.test", name: "Ada" }).returning();
    await expect(tenantDb(OURS).insert(members).values({ workspaceId: THEIRS, userId: person?.id ?? "", role: "owner" })).rejects.toMatchObject(REFUSED);
    await expect(tenantDb(OURS).update(runs).set({ workspaceId: THEIRS })).resolves.toBeDefined();
    await expect(tenantDb(OURS).update(workspaces).set({ id: THEIRS })).rejects.toMatchObject(REFUSED);
    await expect(tenantDb(OURS).insert(simulatorClients).values({ clientId: "c", secretHash: "", world: THEIRS })).rejects.toMatchObject(REFUSED);
  });

  it("is told again before it works for somebody else, however the last one left it", async () => {
    // One after the other, so that all of it goes over the same connection.
    await tenantDb(OURS).transaction(async () => undefined);
    await expect(tenantDb(THEIRS).transaction((tx) => tx.execute(sql`select 1 / 0`))).rejects.toThrow();
    expect(ids(await tenantDb(OURS).select({ id: workspaces.id }).from(workspaces))).toEqual([OURS]);
    expect(await said(db())).toBe("");
    expect(await said(everywhereDb())).toBe("*");
    const held = await pool().connect();
    expect((await held.query("select * from workspaces")).rows).toEqual([]);
    held.release();
  });

  it("is told once for many queries of one workspace", async () => {
    const sent = vi.spyOn(pg.Client.prototype, "query");
    const tellings = () => sent.mock.calls.filter(([query]) => JSON.stringify(query).includes("set_config")).length;
    for (let n = 0; n < 5; n += 1) await tenantDb(OURS).select().from(runs);
    await tenantDb(OURS).transaction((tx) => tx.select().from(runs));
    expect(tellings()).toBeLessThanOrEqual(1);
    await tenantDb(THEIRS).select().from(runs);
    await tenantDb(OURS).select().from(runs);
    expect(tellings()).toBeGreaterThanOrEqual(2);
    sent.mockRestore();
  });

  it("is taken again by whom it works for already, when several take turns", async () => {
    const turns = () => [db(), everywhereDb(), tenantDb(OURS)].map((database) => database.execute(sql`select 1`));
    await Promise.all([...turns(), ...turns()]);
    for (const database of [db(), everywhereDb(), tenantDb(OURS)]) await database.execute(sql`select 1`);
    const sent = vi.spyOn(pg.Client.prototype, "query");
    for (let n = 0; n < 5; n += 1) for (const database of [db(), everywhereDb(), tenantDb(OURS)]) await database.execute(sql`select 1`);
    expect(sent.mock.calls.filter(([text]) => String(text).includes("set_config"))).toEqual([]);
    expect(sent).toHaveBeenCalledTimes(15);
    sent.mockRestore();
  });

  it("keeps two workspaces apart that ask at once", async () => {
    const asked = Array.from({ length: 200 }, (_, n) => (n % 3 === 0 ? THEIRS : OURS));
    const seen = await Promise.all(asked.map(async (id) => ids(await tenantDb(id).select({ id: workspaces.id }).from(workspaces))));
    expect(seen).toEqual(asked.map((id) => [id]));
  });
});

describe("a transaction that enters a workspace", () => {
  it("works for it until it ends, and the connection for nobody after that", async () => {
    for (const end of ["commit", "rollback"]) {
      const inside = db().transaction(async (tx) => {
        expect(await tx.select().from(workspaces)).toEqual([]);
        await enterWorkspace(tx, OURS);
        expect(ids(await tx.select({ id: workspaces.id }).from(workspaces))).toEqual([OURS]);
        if (end === "rollback") throw new Error(end);
      });
      await inside.catch((error: unknown) => expect(error).toMatchObject({ message: "rollback" }));
      expect(await db().select().from(workspaces)).toEqual([]);
    }
  });
});

it.each(["", "*"])("no workspace is called %j", async (name) => {
  expect(() => tenantDb(name)).toThrow("has to be named");
  await expect(db().transaction((tx) => enterWorkspace(tx, name))).rejects.toThrow("has to be named");
});
