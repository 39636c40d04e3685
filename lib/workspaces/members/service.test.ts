import { beforeAll, expect, it } from "vitest";
import { scopeFor } from "@/lib/auth/scope";
import { personBehind } from "@/lib/auth/session";
import { aMember, cookieOf } from "@/lib/auth/testing/people";
import { list } from "@/lib/audit/service";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { assertMayWriteTo } from "../authorize";
import type { Role, WorkspaceScope } from "../model";
import { changeMember, endMemberSessions, leaveWorkspace, listMembers, removeMember, transferOwnership } from "./service";

const TRIALS = Number(process.env.OWNER_TRIALS ?? 5);

beforeAll(async () => {
  await testDatabase();
});

const again = (scope: WorkspaceScope) => scopeFor({ userId: scope.userId, authenticatedAt: new Date() }, scope.workspaceSlug, "again");
const rolesIn = async (scope: WorkspaceScope): Promise<Role[]> => (await listMembers(scope)).members.map(({ role }) => role);

it("changes a role from the next request on, and writes down from what to what", async () => {
  const owner = await aMember("owner");
  const member = await aMember("viewer", owner);
  await changeMember(owner, member.userId, { role: "developer" });
  await changeMember(owner, member.userId, { role: "developer" });
  expect((await again(member)).role).toBe("developer");
  const entries = await list(owner, { action: "member.changed" });
  expect(entries).toHaveLength(1);
  expect(entries[0]?.subject).toMatchObject({ userId: member.userId, role: { from: "viewer", to: "developer" } });
});

it("takes a member out at once", async () => {
  const owner = await aMember("owner");
  const member = await aMember("admin", owner);
  await removeMember(owner, member.userId);
  await expect(again(member)).rejects.toMatchObject({ code: "resource.not-found" });
  // Even a request that came in before the removal finds out.
  await expect(changeMember(member, owner.userId, { role: "viewer" })).rejects.toMatchObject({ code: "resource.not-found" });
  expect(await list(owner, { action: "member.removed" })).toHaveLength(1);
});

it("signs a member out everywhere", async () => {
  const owner = await aMember("owner");
  const member = await aMember("developer", owner);
  const cookies = [await cookieOf(member.userId), await cookieOf(member.userId)];
  expect(await personBehind(cookies[0] ?? "")).toBeDefined();
  expect(await endMemberSessions(owner, member.userId)).toEqual({ ended: 2 });
  for (const cookie of cookies) expect(await personBehind(cookie)).toBeUndefined();
});

it.each([
  ["an admin cannot demote an owner", "admin", "owner", { role: "viewer" }],
  ["an admin cannot make an owner", "admin", "developer", { role: "owner" }],
  ["a developer cannot change anybody", "developer", "viewer", { role: "developer" }],
] as const)("%s", async (_case, mine, theirs, change) => {
  const owner = await aMember("owner");
  const target = theirs === "owner" ? owner : await aMember(theirs, owner);
  await expect(changeMember(await aMember(mine, owner), target.userId, change)).rejects.toMatchObject({ code: "workspace.forbidden" });
});

it("does not let an admin remove an owner or sign one out", async () => {
  const owner = await aMember("owner");
  const admin = await aMember("admin", owner);
  await expect(removeMember(admin, owner.userId)).rejects.toMatchObject({ code: "workspace.forbidden" });
  await expect(endMemberSessions(admin, owner.userId)).rejects.toMatchObject({ code: "workspace.forbidden" });
});

it("keeps the last owner", async () => {
  const owner = await aMember("owner");
  await aMember("admin", owner);
  await expect(changeMember(owner, owner.userId, { role: "admin" })).rejects.toMatchObject({ code: "input.refused" });
  await expect(removeMember(owner, owner.userId)).rejects.toMatchObject({ code: "input.refused" });
  await expect(leaveWorkspace(owner)).rejects.toMatchObject({ code: "input.refused" });
  expect(await rolesIn(owner)).toContain("owner");
});

it("does not count an owner whom an operator has disabled, and says who that is", async () => {
  const owner = await aMember("owner");
  const disabled = await aMember("owner", owner);
  await asOwner("update users set disabled_at = now() where id = $1", [disabled.userId]);
  expect((await listMembers(owner)).members.map(({ isYou, isDisabled }) => [isYou, isDisabled])).toEqual([[true, false], [false, true]]);
  await expect(leaveWorkspace(owner)).rejects.toMatchObject({ code: "input.refused" });
  await expect(removeMember(owner, owner.userId)).rejects.toMatchObject({ code: "input.refused" });
  await expect(changeMember(owner, owner.userId, { role: "admin" })).rejects.toMatchObject({ code: "input.refused" });
  await expect(transferOwnership(owner, disabled.userId)).rejects.toMatchObject({ code: "input.refused" });
  await removeMember(owner, disabled.userId);
  expect(await rolesIn(owner)).toEqual(["owner"]);
});

it.each([
  ["demoting each other", (one: WorkspaceScope, other: WorkspaceScope) => [changeMember(one, other.userId, { role: "viewer" }), changeMember(other, one.userId, { role: "viewer" })]],
  ["demoting themselves", (one: WorkspaceScope, other: WorkspaceScope) => [changeMember(one, one.userId, { role: "viewer" }), changeMember(other, other.userId, { role: "viewer" })]],
  ["leaving", (one: WorkspaceScope, other: WorkspaceScope) => [leaveWorkspace(one), leaveWorkspace(other)]],
] as const)("keeps one of two owners who are %s at the same moment", { timeout: 20_000 + TRIALS * 1_000 }, async (_case, both) => {
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const one = await aMember("owner");
    const other = await aMember("owner", one);
    const witness = await aMember("viewer", one);
    const outcomes = await Promise.allSettled(both(one, other));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await rolesIn(witness)).filter((role) => role === "owner")).toHaveLength(1);
  }
});

it("hands the workspace over only to a member, and only right after signing in", async () => {
  const owner = await aMember("owner");
  const heir = await aMember("developer", owner);
  const stranger = await aMember("owner");
  const stale = await scopeFor({ userId: owner.userId, authenticatedAt: new Date(Date.now() - 301_000) }, owner.workspaceSlug, "stale");
  await expect(transferOwnership(stale, heir.userId)).rejects.toMatchObject({ code: "session.stale" });
  const fresh = await again(owner);
  await expect(transferOwnership(fresh, stranger.userId)).rejects.toMatchObject({ code: "resource.not-found" });
  await transferOwnership(fresh, heir.userId);
  expect([(await again(heir)).role, (await again(owner)).role]).toEqual(["owner", "admin"]);
});

it("grants production to one developer and takes it back", async () => {
  const owner = await aMember("owner");
  const member = await aMember("developer", owner);
  expect(member.environments).toEqual(["simulator", "sandbox", "staging"]);
  await changeMember(owner, member.userId, { environments: ["simulator", "production"] });
  expect((await again(member)).environments).toEqual(["simulator", "production"]);
  await changeMember(owner, member.userId, { environments: null });
  expect((await again(member)).environments).toEqual(["simulator", "sandbox", "staging"]);
});

it("takes writing in one environment from a developer and gives it back, on record", async () => {
  const owner = await aMember("owner");
  const member = await aMember("developer", owner);
  expect(member.readOnly).toEqual([]);
  const { members } = await changeMember(owner, member.userId, { readOnly: ["staging", "production"] });
  // Of production they have nothing, so there is nothing to narrow.
  expect(members.find(({ userId }) => userId === member.userId)).toMatchObject({ environments: ["simulator", "sandbox", "staging"], readOnly: ["staging"] });
  const narrowed = await again(member);
  expect(() => assertMayWriteTo(narrowed, "staging", true)).toThrow("You may only read in staging in this workspace. An owner or admin can allow you to write there");
  expect(() => assertMayWriteTo(narrowed, "staging", false)).not.toThrow();
  expect(() => assertMayWriteTo(narrowed, "sandbox", true)).not.toThrow();
  const [entry] = await list(owner, { action: "member.changed" });
  expect(entry?.subject).toMatchObject({ userId: member.userId, readOnly: { from: [], to: ["staging"] } });
  expect(entry?.subject).not.toHaveProperty("environments");
  await changeMember(owner, member.userId, { environments: ["staging", "production"] });
  expect((await again(member)).readOnly).toEqual(["staging", "production"]);
  await changeMember(owner, member.userId, { readOnly: [] });
  expect((await again(member)).readOnly).toEqual([]);
});

it("narrows neither owners nor admins, who could take it back themselves", async () => {
  const owner = await aMember("owner");
  const admin = await aMember("admin", owner);
  await changeMember(owner, admin.userId, { readOnly: ["staging"] });
  expect((await again(admin)).readOnly).toEqual([]);
  await changeMember(owner, admin.userId, { role: "developer" });
  expect((await again(admin)).readOnly).toEqual(["staging"]);
});

it("shows the members to every member and to nobody else", async () => {
  const viewer = await aMember("viewer");
  expect((await listMembers(viewer)).members.find(({ isYou }) => isYou)?.role).toBe("viewer");
  await expect(removeMember(viewer, viewer.userId)).rejects.toMatchObject({ code: "workspace.forbidden" });
  expect(await leaveWorkspace(viewer)).toEqual({ left: viewer.workspaceSlug });
  await expect(again(viewer)).rejects.toMatchObject({ code: "resource.not-found" });
});
