import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { list } from "@/lib/audit/service";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { atTheLastMoment } from "@/lib/db/testing/last-moment";
import { DAY_MS } from "@/lib/shared/time";
import type { InvitationInput } from "@/lib/workspaces/invitations/schema";
import { invite, listInvitations, renewInvitation, withdrawInvitation } from "@/lib/workspaces/invitations/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { changeMember, listMembers } from "@/lib/workspaces/members/service";
import { acceptInvitation, describeOffer } from "./invited";
import { aMember, aPerson, cookieOf } from "./testing/people";

/** Ten of them get to the link before its throttle stops the rest. */
const ACCEPTS = Number(process.env.ACCEPT_COUNT ?? 20);
const PASSWORD = "seven blue herons land at dusk";
const NEWCOMER = { name: "Nora New", password: PASSWORD };
let owner: WorkspaceScope;
let address = 1;

beforeAll(async () => {
  await testDatabase();
});

beforeEach(async () => {
  owner = await aMember("owner");
  address += 1;
});

const request = (cookieHeader: string | null = null) => ({ cookieHeader, address: `203.0.113.${address}`, userAgent: null, requestId: "test" });
const tokenIn = (link: string) => new URLSearchParams(new URL(link).hash.slice(1)).get("token") ?? "";
const invited = async (over: Partial<InvitationInput> = {}, by = owner) => {
  const email = over.email ?? `new-${crypto.randomUUID()}@example.test`;
  return { email, token: tokenIn((await invite(by, { role: "developer", days: 7, ...over, email })).link) };
};
const GONE = { code: "resource.not-found", message: "This invitation does not count any more. Ask for a new link." };

it("lets somebody without an account make one, for the invited address, once", async () => {
  const { email, token } = await invited();
  expect(await describeOffer(token, request())).toMatchObject({ email, role: "developer", workspaceName: "Acme Tours", hasAccount: false, signedInAs: null });
  const joined = await acceptInvitation({ token, ...NEWCOMER }, request());
  expect(joined).toMatchObject({ slug: owner.workspaceSlug, email, sessionId: expect.stringMatching(/^[\w-]{43}$/) });
  expect((await listMembers(owner)).members.at(-1)).toMatchObject({ email, name: "Nora New", role: "developer" });
  await expect(acceptInvitation({ token, ...NEWCOMER }, request())).rejects.toMatchObject(GONE);
  expect((await list(owner)).map(({ action }) => action).slice(0, 3).sort()).toEqual(["invitation.accepted", "invitation.created", "member.added"]);
});

it("keeps neither the link nor its secret", async () => {
  const { token } = await invited();
  const { invitations } = await listInvitations(owner);
  expect(JSON.stringify([invitations, await list(owner)])).not.toContain(token.slice(50));
});

it("lets somebody with an account join with their password, and with nothing else", async () => {
  const person = await aPerson({ password: PASSWORD });
  const { token } = await invited({ email: person.email });
  await expect(acceptInvitation({ token, name: "Mallory", password: "another long password" }, request())).rejects.toMatchObject({ code: "input.refused" });
  expect(await acceptInvitation({ token, password: PASSWORD }, request())).toMatchObject({ email: person.email });
});

it("lets the invited person join who is signed in, and nobody else who is", async () => {
  const [person, other] = [await aPerson(), await aPerson()];
  const { token } = await invited({ email: person.email });
  const asOther = request(await cookieOf(other.userId));
  await expect(acceptInvitation({ token }, asOther)).rejects.toMatchObject({ code: "workspace.forbidden" });
  await expect(acceptInvitation({ token, ...NEWCOMER }, asOther)).rejects.toMatchObject({ code: "workspace.forbidden" });
  expect(await acceptInvitation({ token }, request(await cookieOf(person.userId)))).toMatchObject({ slug: owner.workspaceSlug, sessionId: undefined });
});

describe(`of ${ACCEPTS} attempts at once exactly one takes it`, { timeout: 20_000 + ACCEPTS * 1_000 }, () => {
  const attempts = (one: () => Promise<unknown>) => Promise.allSettled(Array.from({ length: ACCEPTS }, one));

  it("when somebody with an account sends them", async () => {
    const person = await aPerson();
    const { token, email } = await invited({ email: person.email });
    const cookie = await cookieOf(person.userId);
    expect(await takersOf(email, await attempts(() => acceptInvitation({ token }, request(cookie))))).toEqual({ taken: 1, members: 1, entries: 1 });
  });

  it("when each would make the account", async () => {
    const { token, email } = await invited();
    expect(await takersOf(email, await attempts(() => acceptInvitation({ token, ...NEWCOMER }, request())))).toEqual({ taken: 1, members: 1, entries: 1 });
  });

  async function takersOf(email: string, outcomes: readonly PromiseSettledResult<unknown>[]) {
    const { members } = await listMembers(owner);
    const entries = await list(owner, { action: "invitation.accepted" });
    return { taken: outcomes.filter(({ status }) => status === "fulfilled").length, members: members.filter((one) => one.email === email).length, entries: entries.length };
  }
});

describe("at the last moment", () => {
  const hold = () => ["select 1 from workspaces where id = $1 for update", owner.workspaceId] as const;

  it.each([
    ["is withdrawn", "update invitations set revoked_at = now() where workspace_id = $1"],
    ["is given another link", "update invitations set token_hash = repeat('0', 64) where workspace_id = $1"],
    ["runs out", "update invitations set expires_at = now() - interval '1 hour' where workspace_id = $1"],
    ["loses who sent it, who is a viewer by then", "update members set role = 'viewer' where workspace_id = $1"],
    ["loses who sent it, who is no member by then", "delete from members where workspace_id = $1"],
  ])("an invitation that %s lets nobody in", async (_what, change) => {
    const person = await aPerson();
    const cookie = await cookieOf(person.userId);
    const [{ token }, forNewcomer] = [await invited({ email: person.email }), await invited()];
    const outcomes = await atTheLastMoment({ hold: hold(), change: [change, owner.workspaceId] }, () => acceptInvitation({ token }, request(cookie)), () => acceptInvitation({ token: forNewcomer.token, ...NEWCOMER }, request()));
    expect(outcomes).toMatchObject(Array(2).fill({ status: "rejected", reason: GONE }));
    const { rows } = await asOwner("select 1 from members m join users u on u.id = m.user_id where m.workspace_id = $1 and u.email in ($2, $3)", [owner.workspaceId, person.email, forNewcomer.email]);
    expect(rows).toEqual([]);
    expect((await asOwner("select 1 from users where email = $1", [forNewcomer.email])).rows).toEqual([]);
  });

  it("several who have the link of one invitation wait for each other, and one is in", async () => {
    const { token } = await invited();
    const outcomes = await atTheLastMoment({ hold: hold() }, ...Array.from({ length: 4 }, () => () => acceptInvitation({ token, ...NEWCOMER }, request())));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(GONE);
  });
});

it("gives every link that does not count the same answer", async () => {
  const used = await invited();
  await acceptInvitation({ token: used.token, ...NEWCOMER }, request());
  const withdrawn = await invited();
  const id = (await listInvitations(owner)).invitations.find(({ email }) => email === withdrawn.email)?.id ?? "";
  await withdrawInvitation(owner, id);
  const replaced = await invited();
  await invited({ email: replaced.email });
  const renewed = await invited();
  await renewInvitation(owner, (await listInvitations(owner)).invitations.find(({ email }) => email === renewed.email)?.id ?? "");
  const { token } = await invited();
  const forged = `${token.slice(0, 60)}${token[60] === "A" ? "B" : "A"}${token.slice(61)}`;
  for (const dead of [used.token, withdrawn.token, replaced.token, renewed.token, forged, "", "x", token.slice(1)]) {
    await expect(describeOffer(dead, request())).rejects.toMatchObject(GONE);
    await expect(acceptInvitation({ token: dead, ...NEWCOMER }, request())).rejects.toMatchObject(GONE);
  }
  await expect(describeOffer(token, request(), new Date(Date.now() + 7 * DAY_MS + 1_000))).rejects.toMatchObject(GONE);
  await expect(describeOffer(token, request())).resolves.toBeDefined();
});

it("stops counting when whoever sent it may not give that role any more", async () => {
  const admin = await aMember("admin", owner);
  const { token } = await invited({ role: "admin" }, admin);
  await changeMember(owner, admin.userId, { role: "developer" });
  await expect(describeOffer(token, request())).rejects.toMatchObject(GONE);
});

it.each([
  ["an admin an owner", "admin", "owner"],
  ["a developer a viewer", "developer", "viewer"],
  ["a viewer a viewer", "viewer", "viewer"],
] as const)("does not let %s invite", async (_case, mine, role) => {
  await expect(invite(await aMember(mine, owner), { email: "x@example.test", role, days: 7 })).rejects.toMatchObject({ code: "workspace.forbidden" });
});

it("holds back whoever tries links", async () => {
  const guess = () => describeOffer(crypto.randomUUID(), request());
  for (let tried = 0; tried < 100; tried += 1) await expect(guess()).rejects.toMatchObject(GONE);
  await expect(guess()).rejects.toMatchObject({ code: "throttle.exceeded" });
});

it("asks a newcomer for a good password and a name", async () => {
  const { token } = await invited();
  await expect(acceptInvitation({ token, name: "Nora", password: "short" }, request())).rejects.toMatchObject({ issues: [{ path: "/password" }] });
  await expect(acceptInvitation({ token, password: PASSWORD }, request())).rejects.toMatchObject({ issues: [{ path: "/name" }] });
});
