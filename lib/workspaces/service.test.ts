import { beforeAll, expect, it } from "vitest";
import { aMember, aPerson } from "@/lib/auth/testing/people";
import { list } from "@/lib/audit/service";
import { db } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing/database";
import { changeWorkspace, createWorkspace, listMine, readWorkspace } from "./service";

beforeAll(async () => {
  await testDatabase();
});

it("gives two workspaces of one name two addresses, also when they are made at the same moment", async () => {
  const { userId } = await aPerson();
  const made = await Promise.all([1, 2, 3].map(() => db().transaction((tx) => createWorkspace(tx, { name: "Blue Tours", maker: { ownerId: userId } }))));
  expect(made.map((workspace) => workspace.slug).sort()).toEqual(["blue-tours", "blue-tours-2", "blue-tours-3"]);
  expect(await listMine(userId)).toHaveLength(3);
});

it("finds an address also for a name that many have", async () => {
  const { userId } = await aPerson();
  const slugs = new Set<string>();
  for (let made = 0; made < 25; made += 1) slugs.add((await db().transaction((tx) => createWorkspace(tx, { name: "Demo", maker: { ownerId: userId } }))).slug);
  expect([...slugs].slice(0, 3)).toEqual(["demo", "demo-2", "demo-3"]);
  expect([...slugs].at(-1)).toMatch(/^demo-[0-9a-f]{10}$/);
  expect(slugs.size).toBe(25);
});

it("makes nothing at all when the transaction around it fails", async () => {
  const { userId } = await aPerson();
  await expect(
    db().transaction(async (tx) => {
      await createWorkspace(tx, { name: "Never", maker: { ownerId: userId } });
      throw new Error("later step");
    }),
  ).rejects.toThrow("later step");
  expect(await listMine(userId)).toEqual([]);
});

it("writes down what was changed, from what to what, and nothing for a change that changes nothing", async () => {
  const scope = await aMember("admin");
  const before = await readWorkspace(scope);
  await changeWorkspace(scope, { retentionDays: 90 });
  await changeWorkspace(scope, { retentionDays: 90 });
  const entries = await list(scope, { action: "workspace.changed" });
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    actorId: scope.userId,
    actorName: "Ada Example",
    subject: { retentionDays: { from: before.retentionDays, to: 90 } },
    requestId: scope.requestId,
  });
});

it("keeps its address when it is renamed", async () => {
  const scope = await aMember("owner");
  expect(await changeWorkspace(scope, { name: "Something else" })).toMatchObject({ slug: scope.workspaceSlug, name: "Something else" });
});

it.each(["developer", "viewer"] as const)("lets a %s read the settings but not change them", async (role) => {
  const scope = await aMember(role);
  await expect(readWorkspace(scope)).resolves.toMatchObject({ role });
  await expect(changeWorkspace(scope, { name: "Mine now" })).rejects.toMatchObject({ code: "workspace.forbidden" });
});

it("shows the audit trail in pages, newest first, to those who keep the workspace", async () => {
  const scope = await aMember("owner");
  for (const retentionDays of [31, 32, 33]) await changeWorkspace(scope, { retentionDays });
  const first = await list(scope, { limit: 2 });
  const second = await list(scope, { limit: 2, before: first.at(-1)?.id });
  expect([...first, ...second].map((entry) => entry.action)).toEqual([
    "workspace.changed", "workspace.changed", "workspace.changed", "workspace.created",
  ]);
  await expect(list(await aMember("viewer", scope))).rejects.toMatchObject({ code: "workspace.forbidden" });
});
