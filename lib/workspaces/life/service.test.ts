import { beforeAll, expect, it } from "vitest";
import { scopeFor } from "@/lib/auth/scope";
import { aMember, aPerson } from "@/lib/auth/testing/people";
import { saveRequest } from "@/lib/collections/requests/service";
import { createCollection } from "@/lib/collections/service";
import { create } from "@/lib/credentials/service";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { exportWorkspace } from "../export/service";
import { listMine, readWorkspace } from "../service";
import type { WorkspaceScope } from "../model";
import { endWorkspace, MOST_OWNED, startWorkspace } from "./service";

const SECRET = "s3cret-that-is-in-no-export-0123456789";

beforeAll(async () => {
  await testDatabase();
});

const fresh = (scope: WorkspaceScope) => scopeFor({ userId: scope.userId, authenticatedAt: new Date() }, scope.workspaceSlug, "fresh");
const withSecret = (scope: WorkspaceScope) =>
  create(scope, {
    environment: "staging", label: "till", clientId: "partner-1", clientSecret: SECRET, edgeWhitespace: "keep", basicEncoding: "plain", tokenRequestForm: "json", distributorId: null,
  });

async function linesOf(scope: WorkspaceScope): Promise<Record<string, unknown>[]> {
  const text = await new Response(await exportWorkspace(scope)).text();
  expect(text.endsWith("\n")).toBe(true);
  expect(text).not.toContain(SECRET);
  return text.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
}

it("makes a workspace whose owner is whoever asked", async () => {
  const person = await aPerson();
  const { workspace } = await startWorkspace(person, "North Pier Tours", "test");
  expect(await listMine(person.userId)).toMatchObject([{ slug: workspace, name: "North Pier Tours", role: "owner" }]);
});

it("stops at the most that one person may own, also when they ask all at once", async () => {
  const person = await aPerson();
  const outcomes = await Promise.allSettled(Array.from({ length: MOST_OWNED + 3 }, () => startWorkspace(person, "Many", "test")));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(MOST_OWNED);
});

it("deletes everything of one workspace and nothing of another, and remembers that", async () => {
  const [gone, stays] = [await fresh(await aMember("owner")), await aMember("owner")];
  await withSecret(gone);
  await withSecret(stays);
  await endWorkspace(gone, gone.workspaceSlug);
  await expect(readWorkspace(gone)).rejects.toMatchObject({ code: "resource.not-found" });
  const tables = await asOwner("select table_name from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id' and table_name <> 'audit_heads'");
  for (const { table_name: table } of tables.rows as { table_name: string }[]) {
    const left = await asOwner(`select count(*)::int as rows from ${table} where workspace_id = $1`, [gone.workspaceId]);
    expect([table, left.rows[0]]).toEqual([table, { rows: 0 }]);
  }
  expect((await asOwner("select subject from installation_events where action = 'workspace.deleted'")).rows).toEqual([
    { subject: { workspaceId: gone.workspaceId, slug: gone.workspaceSlug, name: "Acme Tours", record: { sequence: expect.any(Number) as number, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string } } },
  ]);
  expect((await linesOf(stays)).some(({ kind }) => kind === "credential")).toBe(true);
});

it("deletes only for an owner, after a fresh sign-in, for the right word", async () => {
  const owner = await fresh(await aMember("owner"));
  await expect(endWorkspace(owner, "yes")).rejects.toMatchObject({ code: "input.refused" });
  await expect(endWorkspace({ ...owner, authenticatedAt: new Date(Date.now() - 301_000) }, owner.workspaceSlug)).rejects.toMatchObject({ code: "session.stale" });
  await expect(endWorkspace(await fresh(await aMember("admin", owner)), owner.workspaceSlug)).rejects.toMatchObject({ code: "workspace.forbidden" });
  await expect(readWorkspace(owner)).resolves.toBeDefined();
});

it("exports what is there, line by line, says how many lines, and puts the export on record", async () => {
  const owner = await aMember("owner");
  await aMember("developer", owner);
  await withSecret(owner);
  const collectionId = (await createCollection(owner, { name: "Smoke", note: "why" })).collections[0]?.id ?? "";
  const input = { operationId: "getOrders", environment: "staging", apiVersion: "3.8", credentialId: null, scopes: [], path: {}, query: {}, headers: {}, body: null, fault: null, replayOf: null } as const;
  await saveRequest(owner, { collectionId, name: "Orders", note: "", input: { ...input, scopes: [] } });
  const lines = await linesOf(owner);
  expect(lines.filter(({ kind }) => kind === "collection" || kind === "saved-request")).toMatchObject([{ name: "Smoke", note: "why" }, { name: "Orders", collectionId }]);
  expect(lines[0]).toMatchObject({ kind: "workspace", slug: owner.workspaceSlug });
  expect(lines.filter(({ kind }) => kind === "member")).toHaveLength(2);
  expect(lines.at(-1)).toEqual({ kind: "end", lines: lines.length - 1 });
  expect(lines.map(({ action }) => action)).toContain("workspace.exported");
  await expect(exportWorkspace(await aMember("developer", owner))).rejects.toMatchObject({ code: "workspace.forbidden" });
});
