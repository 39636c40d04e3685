import { beforeAll, expect, it } from "vitest";
import { list } from "@/lib/audit/service";
import { scopeFor } from "@/lib/auth/scope";
import { aMember } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import { assertMayWriteTo } from "../authorize";
import { changeMember } from "../members/service";
import type { WorkspaceScope } from "../model";
import { closeProduction, openProduction } from "./service";

beforeAll(async () => {
  await testDatabase();
});

/** The same person's next request. */
const next = (scope: WorkspaceScope, signedInSecondsAgo = 0) =>
  scopeFor({ userId: scope.userId, authenticatedAt: new Date(Date.now() - signedInSecondsAgo * 1_000) }, scope.workspaceSlug, "next");

it("lets nobody write to production before they opened it, and lets them read", async () => {
  const scope = await next(await aMember("owner"));
  expect(() => assertMayWriteTo(scope, "production", true)).toThrow("read-only until you open it");
  expect(() => assertMayWriteTo(scope, "production", false)).not.toThrow();
  expect(() => assertMayWriteTo(scope, "staging", true)).not.toThrow();
});

it("opens for half an hour, for this member only, on record", async () => {
  const owner = await next(await aMember("owner"));
  const admin = await aMember("admin", owner);
  await openProduction(owner, owner.workspaceSlug);
  const open = await next(owner);
  expect(() => assertMayWriteTo(open, "production", true)).not.toThrow();
  expect(() => assertMayWriteTo(open, "production", true, new Date(Date.now() + 31 * 60_000))).toThrow("read-only");
  expect((await next(admin)).productionOpenUntil).toBeUndefined();
  await closeProduction(open);
  expect((await next(owner)).productionOpenUntil).toBeUndefined();
  expect((await list(owner)).slice(0, 2).map(({ action }) => action)).toEqual(["production.closed", "production.opened"]);
});

it("asks for a fresh sign-in for opening and for every write", async () => {
  const owner = await next(await aMember("owner"));
  await openProduction(owner, owner.workspaceSlug);
  const stale = await next(owner, 301);
  expect(() => assertMayWriteTo(stale, "production", true)).toThrow(expect.objectContaining({ code: "session.stale" }));
  await expect(openProduction(stale, owner.workspaceSlug)).rejects.toMatchObject({ code: "session.stale" });
});

it("does not open for another word, without the right to use production, or for a viewer", async () => {
  const owner = await next(await aMember("owner"));
  await expect(openProduction(owner, "yes")).rejects.toMatchObject({ code: "input.refused" });
  const developer = await aMember("developer", owner);
  await expect(openProduction(await next(developer), owner.workspaceSlug)).rejects.toMatchObject({ code: "workspace.forbidden" });
  const viewer = await aMember("viewer", owner);
  await expect(openProduction(await next(viewer), owner.workspaceSlug)).rejects.toMatchObject({ code: "workspace.forbidden" });
});

it("opens nothing for writing to whom production is read-only", async () => {
  const owner = await next(await aMember("owner"));
  const developer = await aMember("developer", owner);
  await changeMember(owner, developer.userId, { environments: ["production"], readOnly: ["production"] });
  await expect(openProduction(await next(developer), owner.workspaceSlug)).rejects.toThrow("You may only read in production");
  await changeMember(owner, developer.userId, { readOnly: [] });
  expect(await openProduction(await next(developer), owner.workspaceSlug)).toMatchObject({ openUntil: expect.any(String) });
});

it("closes again when the member's rights change", async () => {
  const owner = await next(await aMember("owner"));
  const developer = await aMember("developer", owner);
  await changeMember(owner, developer.userId, { environments: ["production"] });
  await openProduction(await next(developer), owner.workspaceSlug);
  expect((await next(developer)).productionOpenUntil).toBeDefined();
  await changeMember(owner, developer.userId, { environments: ["staging", "production"] });
  expect((await next(developer)).productionOpenUntil).toBeUndefined();
});
