import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { readGroupRules } from "@/lib/workspaces/group-roles/model";
import { changeMember } from "@/lib/workspaces/members/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { listMine } from "@/lib/workspaces/service";
import { personBehind } from "./session";
import { Browser } from "./testing/browser";
import { localProvider, type LocalProvider } from "./testing/local-provider";
import { aMember, aPerson, becomeOperator, type TestPerson } from "./testing/people";

const CALLBACK = "http://localhost:3000/api/auth/callback/oidc";
let provider: LocalProvider;
let acme: WorkspaceScope;
let north: WorkspaceScope;

beforeAll(async () => {
  await testDatabase();
  process.env.NEXTAUTH_URL = settings().publicUrl.origin;
  provider = await localProvider();
  await provider.register(CALLBACK);
});
afterAll(() => provider.close());
beforeEach(async () => {
  acme = await aMember("owner");
  north = await aMember("owner");
});

/** Signs this person in with these groups, as the provider says them. */
async function signIn(person: { sub: string; email: string; name?: string }, groups: unknown, rulesText?: string) {
  const rules = readGroupRules(rulesText ?? `staff=${acme.workspaceSlug}:viewer; desk=${acme.workspaceSlug}:developer; chiefs=${acme.workspaceSlug}:owner; pier=${north.workspaceSlug}:admin; ghosts=no-such-place:admin; platform=operator`);
  setSettings({ ...settings(), oidc: [{ ...provider.setting, groups: { claim: "groups", rules: rules ?? [] } }] });
  provider.person = { ...person, email_verified: true, ...(groups !== undefined && { groups }) };
  const browser = new Browser();
  const begun = await browser.ask("POST", "signin/oidc", { csrfToken: await browser.csrfToken(), callbackUrl: "/", json: "true" });
  const { url }: { url: string } = await begun.json();
  const back = await browser.visit(url);
  await browser.ask("GET", `callback/oidc${back.search}`);
  return personBehind(browser.cookieHeader);
}

const as = (person: TestPerson) => ({ sub: person.userId, email: person.email });
const rolesOf = async (userId: string) => Object.fromEntries((await listMine(userId)).map(({ slug, role }) => [slug, role]));
const trail = async (scope: WorkspaceScope, userId: string) =>
  (await asOwner("select action from audit_events where workspace_id = $1 and actor_id = $2 and subject->>'by' = 'group' order by sequence", [scope.workspaceId, userId])).rows.map((row: { action: string }) => row.action);

it("gives, raises, lowers and takes roles as groups come and go, and writes each down", async () => {
  const person = await aPerson();
  const at = async (groups: unknown) => {
    await signIn(as(person), groups);
    return rolesOf(person.userId);
  };
  expect(await at(["staff", "ghosts"])).toEqual({ [acme.workspaceSlug]: "viewer" });
  expect(await at(["staff", "desk", "pier"])).toEqual({ [acme.workspaceSlug]: "developer", [north.workspaceSlug]: "admin" });
  expect(await at("staff")).toEqual({ [acme.workspaceSlug]: "viewer" });
  expect(await at(undefined)).toEqual({});
  expect(await trail(acme, person.userId)).toEqual(["member.added", "member.changed", "member.changed", "member.removed"]);
  expect(await trail(north, person.userId)).toEqual(["member.added", "member.removed"]);
});

it("takes what a rule gave when the rule is gone", async () => {
  const person = await aPerson();
  await signIn(as(person), ["staff"]);
  await signIn(as(person), ["staff"], "platform=operator");
  expect(await rolesOf(person.userId)).toEqual({});
});

it("leaves alone what was given by hand, also what a hand changed afterwards", async () => {
  const invited = await aMember("admin", acme);
  const { email } = (await asOwner("select email from users where id = $1", [invited.userId])).rows[0] as { email: string };
  await signIn({ sub: invited.userId, email }, ["staff"]);
  await signIn({ sub: invited.userId, email }, []);
  expect(await rolesOf(invited.userId)).toEqual({ [acme.workspaceSlug]: "admin" });

  const person = await aPerson();
  await signIn(as(person), ["staff"]);
  await changeMember(acme, person.userId, { role: "developer" });
  await signIn(as(person), []);
  expect(await rolesOf(person.userId)).toEqual({ [acme.workspaceSlug]: "developer" });
});

it("keeps the last owner, whatever the groups say", async () => {
  const person = await aPerson();
  await signIn(as(person), ["chiefs"]);
  await changeMember(acme, acme.userId, { role: "viewer" });
  await signIn(as(person), ["staff"]);
  expect(await rolesOf(person.userId)).toEqual({ [acme.workspaceSlug]: "owner" });
  await signIn(as(person), []);
  expect(await rolesOf(person.userId)).toEqual({ [acme.workspaceSlug]: "owner" });
});

it("makes an account for a stranger with a group that gives something, and for no other", async () => {
  const sub = crypto.randomUUID();
  const email = `${sub}@example.test`;
  expect(await signIn({ sub, email, name: "Sam\u0000 Stranger" }, ["unknown"])).toBeUndefined();
  const person = await signIn({ sub, email, name: "Sam Stranger" }, ["staff"]);
  expect(person).toMatchObject({ email, name: "Sam Stranger", isOperator: false });
  expect(await rolesOf(person?.userId ?? "")).toEqual({ [acme.workspaceSlug]: "viewer" });
});

it("makes and unmakes operators by a group, but neither one made by hand nor the last one", async () => {
  await asOwner("update users set operator_since = null, operator_by_group = false");
  const [byGroup, byHand] = [await aPerson(), await aPerson()];
  expect(await signIn(as(byGroup), ["platform"])).toMatchObject({ isOperator: true });
  expect(await signIn(as(byGroup), [])).toMatchObject({ isOperator: true });
  await becomeOperator(byHand.userId);
  expect(await signIn(as(byGroup), [])).toMatchObject({ isOperator: false });
  expect(await signIn(as(byHand), [])).toMatchObject({ isOperator: true });
});

it("changes nothing for somebody who is disabled", async () => {
  const person = await aPerson();
  await signIn(as(person), ["staff"]);
  await asOwner("update users set disabled_at = now() where id = $1", [person.userId]);
  expect(await signIn(as(person), ["pier"])).toBeUndefined();
  expect(await rolesOf(person.userId)).toEqual({ [acme.workspaceSlug]: "viewer" });
});
