import { beforeAll, expect, it } from "vitest";
import { list as listEvents } from "@/lib/audit/service";
import { scopeFor } from "@/lib/auth/scope";
import { aMember } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import { aCredential } from "@/lib/tokens/testing/token-world";
import { changeMember, removeMember } from "@/lib/workspaces/members/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { read, update, useCredential } from "./service";
import { choiceAmong } from "./users";

let owner: WorkspaceScope;
let developer: WorkspaceScope;
beforeAll(async () => {
  await testDatabase();
  owner = await aMember("owner");
  developer = await aMember("developer", owner);
});

const WITHHELD = { code: "workspace.forbidden", message: expect.stringContaining("is for some people here, and you are not among them. An owner or admin can let you use it") as string };

it("is usable by everybody who may use its environment until somebody is named, and then by those alone, owners too", async () => {
  const id = await aCredential(owner);
  expect(await read(developer, id)).toMatchObject({ usableBy: null, refusal: null });
  await update(owner, id, { version: 1, usableBy: { roles: ["developer"], members: [] } });
  expect((await useCredential(developer, id)).id).toBe(id);
  await expect(useCredential(owner, id)).rejects.toMatchObject(WITHHELD);
  await update(owner, id, { version: 2, usableBy: { roles: [], members: [owner.userId] } });
  expect((await useCredential(owner, id)).id).toBe(id);
  await expect(useCredential(developer, id)).rejects.toMatchObject(WITHHELD);
  expect(await read(developer, id)).toMatchObject({ usableBy: { roles: [], members: [{ userId: owner.userId, name: "Ada Example" }] }, refusal: WITHHELD.message });
  await update(owner, id, { version: 3, usableBy: null });
  expect(await read(developer, id)).toMatchObject({ usableBy: null, refusal: null });
});

it("gives nobody an environment that they may not use", async () => {
  const id = await aCredential(owner, "production");
  await update(owner, id, { version: 1, usableBy: { roles: [], members: [developer.userId] } });
  await expect(useCredential(developer, id)).rejects.toThrow("You may not use production");
});

it("writes down who could use it and who can now, and nothing when nobody came or went", async () => {
  const id = await aCredential(owner);
  await update(owner, id, { version: 1, usableBy: { roles: ["owner", "admin"], members: [developer.userId] } });
  expect((await update(owner, id, { version: 2, usableBy: { roles: ["admin", "owner"], members: [developer.userId] } })).version).toBe(2);
  const [event] = await listEvents(owner, { action: "credential.changed" });
  expect(event?.subject).toMatchObject({ credentialId: id, changed: ["usableByRoles", "usableByMembers"], usableBy: { from: "everybody", to: { roles: ["admin", "owner"], members: [developer.userId] } } });
});

it("names members of its workspace only, and forgets the name of one who leaves", async () => {
  const id = await aCredential(owner);
  const stranger = await aMember("developer");
  const refused = update(owner, id, { version: 1, usableBy: { roles: [], members: [stranger.userId] } });
  await expect(refused).rejects.toMatchObject({ code: "input.refused", issues: [{ path: "/usableBy" }] });
  const leaver = await aMember("developer", owner);
  await update(owner, id, { version: 1, usableBy: { roles: ["owner"], members: [leaver.userId, developer.userId] } });
  await removeMember(owner, leaver.userId);
  expect((await read(owner, id)).usableBy?.members.map(({ userId }) => userId)).toEqual([developer.userId]);
});

it("counts from the next request on when a role is taken", async () => {
  const id = await aCredential(owner);
  const admin = await aMember("admin", owner);
  await update(owner, id, { version: 1, usableBy: { roles: ["admin"], members: [] } });
  expect((await useCredential(admin, id)).id).toBe(id);
  await changeMember(owner, admin.userId, { role: "developer" });
  await expect(useCredential(await scopeFor(admin, owner.workspaceSlug, "next"), id)).rejects.toMatchObject(WITHHELD);
});

it("is changed by those who keep credentials, right after they signed in", async () => {
  const id = await aCredential(owner);
  await expect(update(developer, id, { version: 1, usableBy: { roles: ["developer"], members: [] } })).rejects.toMatchObject({ code: "workspace.forbidden" });
  const stale = await scopeFor({ userId: owner.userId, authenticatedAt: new Date(Date.now() - 301_000) }, owner.workspaceSlug, "stale");
  await expect(update(stale, id, { version: 1, usableBy: { roles: ["developer"], members: [] } })).rejects.toMatchObject({ code: "session.stale" });
});

it.each([
  ["none is there", [], undefined],
  ["one is for this person", [null, "Not yours."], undefined],
  ["all are refused for one reason", ["You may not use staging.", "You may not use staging."], "You may not use staging."],
  ["each is refused for its own", ["Not yours.", "Nor this."], "None of the credentials for staging is for you. An owner or admin can let you use one on the Credentials page."],
] as const)("says why there is nothing to choose: %s", (_case, refusals, withheld) => {
  expect(choiceAmong(refusals.map((refusal) => ({ environment: "staging", refusal }))).withheld).toBe(withheld);
});
