import { beforeEach, describe, expect, it } from "vitest";
import { list as listAudit } from "@/lib/audit/service";
import { scopeFor } from "@/lib/auth/scope";
import { aMember } from "@/lib/auth/testing/people";
import { asOwner } from "@/lib/db/testing/database";
import { sweep } from "@/lib/upkeep/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { readRetention } from "../retention/service";
import { open, list } from "../service";
import { aCredential, run, SECRET, tokenText } from "../testing/playground-world";
import { worldInTests } from "../testing/world-in-tests";
import { masked } from "./mask";
import { changePersonalDays, readPersonalDays } from "./service";

const world = worldInTests({ newOwner: true });
let fresh: WorkspaceScope;
beforeEach(async () => {
  world.upstream.answer({ path: /orders/, handler: ({ headers }) => ({ body: { data: { order: { order_reference: "P-1", contact_name_first: "Jane", note: "jane@example.com", echo: headers.authorization } } } }) });
  fresh = await scopeFor({ userId: world.owner.userId, authenticatedAt: new Date() }, world.owner.workspaceSlug, "test");
});

const BODY = '{"data":{"order":{"contact_email":"jane@example.com","contact_phone":"+31 6 1234","webhook_auth":"hunter2"}}}';
const order = async () => (await run(world, { operationId: "createOrder", body: BODY, headers: { "App-Name": "mail jane@example.com" } })).trailer.runId;
const keep = (days: number | null) => changePersonalDays(fresh, { days, word: fresh.workspaceSlug });
const rowOf = async (id: string) => {
  const { rows } = await asOwner("select row_to_json(runs)::text || coalesce(convert_from(response_body, 'utf8'), '') as kept from runs where id = $1", [id]);
  return String(rows[0]?.kept);
};
const PERSONAL = ["jane@", "Jane", "+31 6 1234"];
const holds = async (id: string) => {
  const kept = await rowOf(id);
  return PERSONAL.filter((text) => kept.includes(text));
};
const daysOn = (days: number) => new Date(Date.now() + days * 86_400_000);

describe("personal data of guests", () => {
  it("is masked when a run is kept, unless the workspace wants to read it; secrets are masked either way", async () => {
    expect(await holds(await order())).toEqual([]);
    await keep(7);
    expect(await readPersonalDays(await aMember("viewer", world.owner))).toEqual({ days: 7 });
    const id = await order();
    expect(await holds(id)).toEqual(PERSONAL);
    const kept = (await rowOf(id)) + JSON.stringify(await open(world.owner, id));
    for (const secret of ["hunter2", SECRET, tokenText(1)]) expect(kept.includes(secret), secret).toBe(false);
    const detail = await open(world.owner, id);
    expect(detail.input.body).toContain("jane@example.com");
    expect(detail.masked).toEqual(["/body/data/order/webhook_auth"]);
    expect(detail.personalUntil).not.toBeNull();
    expect((await list(world.owner, { limit: 9, reference: "p-1" })).runs).toHaveLength(2);
    expect((await asOwner("select reference from run_references where run_id = $1 and reference like '%@%'", [id])).rows).toEqual([]);
  });

  it("is masked in place on its day, not before, and the record counts it", async () => {
    await keep(7);
    const id = await order();
    await sweep(daysOn(6.9));
    expect(await holds(id)).toEqual(PERSONAL);
    await sweep(daysOn(7.1));
    expect(await holds(id)).toEqual([]);
    expect(await open(world.owner, id)).toMatchObject({
      personalUntil: null,
      masked: ["/body/data/order/webhook_auth", "/headers/App-Name", "/body/data/order/contact_email", "/body/data/order/contact_phone"],
      input: { body: expect.stringContaining('"contact_email":"«personal data»"') },
      body: expect.stringContaining('"contact_name_first":"«personal data»"'),
    });
    expect((await listAudit(world.owner, { action: "runs.masked" })).map(({ actorId, subject }) => [actorId, subject])).toEqual([[null, { count: 1 }]]);
    await sweep(daysOn(7.2));
    expect(await listAudit(world.owner, { action: "runs.masked" })).toHaveLength(1);
    expect((await readRetention(world.owner)).purged[0]).toMatchObject({ what: "Personal data masked in 1 run" });
  });

  it("is read by nobody from its moment on, also before it is masked where it is kept", async () => {
    await keep(7);
    const id = await order();
    await asOwner("update runs set started_at = now() - interval '7 days 1 second' where id = $1", [id]);
    expect(JSON.stringify(await open(world.owner, id))).not.toContain("jane@");
    expect(await holds(id)).toEqual(PERSONAL);
  });

  it("is masked at once, in this workspace only, when it is switched off", async () => {
    await keep(7);
    const [one, two] = [await order(), await order()];
    const neighbour = { ...world };
    world.owner = await aMember("owner");
    world.credentialId = await aCredential(world.owner, "staging");
    const theirScope = await scopeFor({ userId: world.owner.userId, authenticatedAt: new Date() }, world.owner.workspaceSlug, "test");
    await changePersonalDays(theirScope, { days: 7, word: theirScope.workspaceSlug });
    const theirs = await order();
    expect(await keep(null)).toEqual({ days: null, masked: 2 });
    expect([await holds(one), await holds(two), await holds(theirs)]).toEqual([[], [], PERSONAL]);
    Object.assign(world, neighbour);
    expect(await holds(await order())).toEqual([]);
    expect((await listAudit(fresh, { action: "workspace.personal-data-changed" })).map(({ subject }) => subject)).toEqual([{ days: { from: 7, to: null } }, { days: { from: null, to: 7 } }]);
  });

  it("takes the typed name, a fresh sign-in, a role, and fewer days than runs are kept", async () => {
    await expect(changePersonalDays(fresh, { days: 7, word: "yes" })).rejects.toMatchObject({ code: "input.refused", issues: [{ path: "/word" }] });
    await expect(keep(30)).rejects.toMatchObject({ code: "input.refused", issues: [{ path: "/days" }] });
    const stale = await scopeFor({ userId: world.owner.userId, authenticatedAt: new Date(Date.now() - 301_000) }, world.owner.workspaceSlug, "test");
    await expect(changePersonalDays(stale, { days: 7, word: stale.workspaceSlug })).rejects.toMatchObject({ code: "session.stale" });
    const developer = await aMember("developer", world.owner);
    await expect(changePersonalDays(developer, { days: 7, word: developer.workspaceSlug })).rejects.toMatchObject({ code: "workspace.forbidden" });
    expect(await readPersonalDays(fresh)).toEqual({ days: null });
  });

  it("is masked the same by masking twice", async () => {
    await keep(7);
    const id = await order();
    const { rows } = await asOwner('select input, request, response_headers as "responseHeaders", response_body as "responseBody", diagnosis from runs where id = $1', [id]);
    const once = masked(rows[0]);
    expect(masked(once)).toEqual(once);
  });
});

it("what goes next is known to the day, and what went stands in the record", async () => {
  await keep(null);
  await order();
  const soon = await order();
  await asOwner("update runs set started_at = now() - interval '29 days 12 hours' where id = $1", [soon]);
  const { next, purged } = await readRetention(world.owner);
  expect([next?.withinADay, purged]).toEqual([1, []]);
  expect(Math.abs(Date.parse(next?.at ?? "") - daysOn(0.5).getTime())).toBeLessThan(60_000);
  await asOwner("update runs set started_at = now() - interval '30 days 1 minute' where id = $1", [soon]);
  await sweep();
  expect((await readRetention(world.owner)).purged).toMatchObject([{ what: "1 run deleted" }]);
  await expect(readRetention(await aMember("developer", world.owner))).rejects.toMatchObject({ code: "workspace.forbidden" });
});
