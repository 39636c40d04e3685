import { beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import type { AppError } from "@/lib/shared/errors";
import { scopeFor } from "./scope";
import { aMember, aPerson } from "./testing/people";

beforeAll(async () => {
  await testDatabase();
});

it("gives a member their role in the workspace", async () => {
  const owner = await aMember("owner");
  const viewer = await aMember("viewer", owner);
  expect(viewer).toMatchObject({ workspaceId: owner.workspaceId, role: "viewer" });
  expect(viewer.userId).not.toBe(owner.userId);
});

it("answers an outsider exactly as it answers a random slug", async () => {
  const owner = await aMember("owner");
  const outsider = await aPerson();
  const refusalOf = async (slug: string) => {
    const error = await scopeFor(outsider, slug, "r").then(() => undefined, (reason: AppError) => reason);
    return error && { code: error.code, message: error.message, status: error.status };
  };
  expect(await refusalOf(owner.workspaceSlug)).toEqual(await refusalOf("nobody-has-this"));
  expect(await refusalOf("no\0body")).toEqual(await refusalOf("nobody-has-this"));
  expect((await refusalOf("nobody-has-this"))?.status).toBe(404);
});

it("refuses an action that the role does not allow", async () => {
  const viewer = await aMember("viewer");
  await expect(scopeFor(viewer, viewer.workspaceSlug, "r", "credential.write")).rejects.toMatchObject({ code: "workspace.forbidden" });
  await expect(scopeFor(viewer, viewer.workspaceSlug, "r", "credential.read")).resolves.toMatchObject({ role: "viewer" });
});
