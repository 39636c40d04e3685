import { beforeAll, expect, it } from "vitest";
import { acceptInvitation } from "@/lib/auth/invited";
import { scopeFor } from "@/lib/auth/scope";
import { aMember, anOperator } from "@/lib/auth/testing/people";
import { list as listCredentials } from "@/lib/credentials/service";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { readOverview } from "@/lib/overview/service";
import { listMine } from "@/lib/workspaces/service";
import { readOffer } from "@/lib/workspaces/invitations/service";
import { readBoard } from "../board/service";
import type { OperatorScope } from "../model";
import { changePerson } from "../people/service";
import { deletePartner, invitePartner, renewPartner, withdrawPartner } from "./service";

const PASSWORD = "seven blue herons land at dusk";

let operator: OperatorScope;
let number = 0;
beforeAll(async () => {
  await testDatabase();
  operator = await anOperator();
});

const aPartner = () => ({ name: `Partner ${(number += 1)}`, email: `contact-${number}@partner.test`, note: "" });
const tokenOf = (link: string) => new URL(link).hash.slice("#token=".length);
const request = { cookieHeader: null, address: "203.0.113.9", userAgent: null, requestId: "test" };
const accept = (link: string) => acceptInvitation({ token: tokenOf(link), name: "Paula Partner", password: PASSWORD }, request);
const boardRow = async (name: string) => (await readBoard(operator, { q: name, sort: "newest" })).rows[0];

it("makes a workspace that has everything when the partner comes, and keeps the operator out of it", async () => {
  const invited = await invitePartner(operator, { ...aPartner(), note: "Booth 12, staging first" });
  expect(await listMine(operator.userId)).toEqual([]);
  await expect(scopeFor(operator, invited.slug, "test")).rejects.toMatchObject({ code: "resource.not-found" });
  expect(await boardRow(invited.name)).toMatchObject({ stage: "invited", invitation: "open", note: "Booth 12, staging first", contactEmail: invited.email });

  const joined = await accept(invited.link);
  const { id: userId } = (await asOwner("select id from users where email = $1", [invited.email])).rows[0] as { id: string };
  const scope = await scopeFor({ userId, authenticatedAt: new Date() }, joined.slug, "test");
  expect(scope.role).toBe("owner");
  expect(await listCredentials(scope)).toMatchObject([{ environment: "simulator", label: "Built-in simulator" }]);
  expect((await readOverview(scope)).steps.map(({ id, reached }) => [id, reached !== undefined])).toEqual([["credential", true], ["token", false], ["good", false], ["error", false], ["booking", false], ["live", false]]);
  expect(await boardRow(invited.name)).toMatchObject({ stage: "credential", invitation: null });
});

it("refuses a name that is taken and an address that is waiting, and says where they are", async () => {
  const partner = aPartner();
  await invitePartner(operator, partner);
  await expect(invitePartner(operator, { ...aPartner(), name: partner.name.toUpperCase() })).rejects.toMatchObject({ code: "input.refused", issues: [{ path: "/name", message: expect.stringContaining(partner.name) }] });
  await expect(invitePartner(operator, { ...aPartner(), email: partner.email })).rejects.toMatchObject({ code: "input.refused", issues: [{ path: "/email", message: expect.stringContaining(partner.name) }] });
});

it("makes one of two invitations of the same partner at the same moment", async () => {
  const partner = aPartner();
  const outcomes = await Promise.allSettled([invitePartner(operator, partner), invitePartner(await anOperator(), partner)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

it("replaces the link by a new one, and takes it back", async () => {
  const invited = await invitePartner(operator, aPartner());
  const renewed = await renewPartner(await anOperator(), invited.partner);
  await expect(readOffer(tokenOf(invited.link))).rejects.toMatchObject({ code: "resource.not-found" });
  await expect(readOffer(tokenOf(renewed.link))).resolves.toMatchObject({ role: "owner", slug: invited.slug });
  expect(await withdrawPartner(operator, invited.partner)).toEqual({ withdrawn: true });
  expect(await withdrawPartner(operator, invited.partner)).toEqual({ withdrawn: false });
  await expect(readOffer(tokenOf(renewed.link))).rejects.toMatchObject({ code: "resource.not-found" });
  expect(await boardRow(invited.name)).toMatchObject({ invitation: "withdrawn" });
  await expect(readOffer(tokenOf((await renewPartner(operator, invited.partner)).link))).resolves.toBeDefined();
});

it.each([
  ["is no operator any more", { operator: false }],
  ["was disabled", { disabled: true }],
] as const)("gives nothing for a link whose maker %s", async (_case, change) => {
  const maker = await anOperator();
  const invited = await invitePartner(maker, aPartner());
  await changePerson(operator, maker.userId, change);
  await expect(readOffer(tokenOf(invited.link))).rejects.toMatchObject({ code: "resource.not-found" });
});

it("says when a link has expired", async () => {
  const partner = aPartner();
  await invitePartner(operator, partner, new Date(Date.now() - 31 * 86_400_000));
  expect(await boardRow(partner.name)).toMatchObject({ invitation: "expired" });
});

it("deletes a partner that nobody joined, for the right word and a fresh sign-in", async () => {
  const invited = await invitePartner(operator, aPartner());
  await expect(deletePartner(await anOperator(new Date(Date.now() - 301_000)), invited.partner, invited.slug)).rejects.toMatchObject({ code: "session.stale" });
  await expect(deletePartner(operator, invited.partner, "yes")).rejects.toMatchObject({ code: "input.refused" });
  expect(await deletePartner(operator, invited.partner, invited.slug)).toEqual({ deleted: invited.slug });
  await expect(accept(invited.link)).rejects.toMatchObject({ code: "resource.not-found" });
  await expect(deletePartner(operator, invited.partner, invited.slug)).rejects.toMatchObject({ code: "resource.not-found" });
});

it("neither deletes nor invites to a workspace that somebody uses or made themselves", async () => {
  const invited = await invitePartner(operator, aPartner());
  await accept(invited.link);
  const own = await aMember("owner");
  for (const [partner, slug] of [[invited.partner, invited.slug], [own.workspaceId, own.workspaceSlug]] as const) {
    await expect(deletePartner(operator, partner, slug)).rejects.toMatchObject({ code: "input.refused" });
    await expect(renewPartner(operator, partner)).rejects.toMatchObject({ code: "input.refused" });
    await expect(withdrawPartner(operator, partner)).rejects.toMatchObject({ code: "input.refused" });
  }
});

it("writes invitations down in the workspace's chain and in the installation's", async () => {
  const invited = await invitePartner(operator, aPartner());
  const inWorkspace = (await asOwner("select action from audit_events where workspace_id = $1 order by sequence", [invited.partner])).rows.map((row: { action: string }) => row.action);
  expect(inWorkspace).toEqual(["workspace.created", "invitation.created", "credential.created"]);
  expect((await asOwner("select actor_id, subject from installation_events where action = 'partner.invited' and subject->>'workspaceId' = $1", [invited.partner])).rows).toEqual([
    { actor_id: operator.userId, subject: { workspaceId: invited.partner, slug: invited.slug, name: invited.name, email: invited.email } },
  ]);
  expect(JSON.stringify((await asOwner("select * from installation_events")).rows)).not.toContain(tokenOf(invited.link).slice(-20));
});
