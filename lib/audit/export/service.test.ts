import { beforeAll, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { closeDatabase } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { changeWorkspace } from "@/lib/workspaces/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { GENESIS_HASH } from "../chain/link";
import { hashOf } from "../chain/seal";
import type { AuditEntry } from "../model";
import { list } from "../service";
import { exportRecord } from "./service";

beforeAll(() => testDatabase());

it("gives the whole chain in its order, so that it can be checked outside, and writes that down too", async () => {
  const scope = await aMember("owner");
  await changeWorkspace(scope, { name: "Renamed" });
  const entries = (await new Response(await exportRecord(scope, {}, "ndjson")).text()).trim().split("\n").map(asEntry);
  expect(entries.map(({ action }) => action)).toEqual(["workspace.created", "workspace.changed", "audit.exported"]);
  let previous = GENESIS_HASH;
  for (const entry of entries) {
    expect(hashOf(entry, previous)).toBe(entry.hash);
    previous = entry.hash;
  }
});

it("narrows by who, what and when", async () => {
  const owner = await aMember("owner");
  const admin = await aMember("admin", owner);
  await changeWorkspace(admin, { retentionDays: 7 });
  const today = new Date().toISOString().slice(0, 10);
  const actions = async (filters: Parameters<typeof list>[1]) => (await list(owner, filters)).map(({ action }) => action);
  expect(await actions({ actor: admin.userId })).toEqual(["workspace.changed"]);
  expect(await actions({ action: "member.added" })).toEqual(["member.added"]);
  expect(await actions({ from: today, to: today })).toHaveLength(3);
  expect(await actions({ to: "2026-01-01" })).toEqual([]);
  expect(await new Response(await exportRecord(owner, { action: "workspace.changed" }, "csv")).text()).toMatch(/^sequence,.*\r\n3,.*workspace\.changed.*\r\n$/);
});

it("takes days for those of UTC, whatever the zone of the database", async () => {
  const { workspaceId, ...scope } = await aMember("owner");
  const [first, last] = ["2026-03-01T00:00:00Z", "2026-03-01T23:59:59.999Z"];
  for (const [at, sequence] of [[first, 101], [last, 102], ["2026-02-28T23:59:59.999Z", 103], ["2026-03-02T00:00:00Z", 104]]) {
    await asOwner("insert into audit_events (workspace_id, at, action, subject, sequence) values ($1, $2, 'planted', '{}', $3)", [workspaceId, at, sequence]);
  }
  const database = (await asOwner<{ name: string }>("select current_database() as name")).rows[0]?.name;
  await asOwner(`alter database ${database} set timezone = 'Asia/Tokyo'`);
  await closeDatabase();
  const found = await list({ workspaceId, ...scope } as WorkspaceScope, { from: "2026-03-01", to: "2026-03-01" });
  await asOwner(`alter database ${database} reset timezone`);
  await closeDatabase();
  expect(found.map(({ sequence }) => sequence)).toEqual([102, 101]);
});

it("is not for every role", async () => {
  await expect(exportRecord(await aMember("developer"), {}, "csv")).rejects.toMatchObject({ code: "workspace.forbidden" });
});

it("pages from the newest to the oldest without a gap", async () => {
  const scope = await aMember("owner");
  for (let days = 1; days <= 6; days += 1) await changeWorkspace(scope, { retentionDays: days });
  const seen: (number | null)[] = [];
  for (let before: string | undefined; ; ) {
    const page: AuditEntry[] = await list(scope, { before, limit: 3 });
    if (page.length === 0) break;
    seen.push(...page.map(({ sequence }) => sequence));
    before = page.at(-1)?.id;
  }
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

function asEntry(line: string): AuditEntry & { chain: string; sequence: number; hash: string } {
  const read = JSON.parse(line) as AuditEntry & { chain: string; sequence: number; hash: string };
  return { ...read, at: new Date(read.at) };
}
