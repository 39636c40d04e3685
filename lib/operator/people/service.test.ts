import { beforeAll, beforeEach, expect, it } from "vitest";
import { personBehind } from "@/lib/auth/session";
import { aMember, anOperator, aPerson, cookieOf } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { holderOf, makePersonalToken } from "@/lib/workspaces/personal-tokens/service";
import { leaveWorkspace } from "@/lib/workspaces/members/service";
import type { OperatorScope } from "../model";
import { appointOperatorsOfSettings, changePerson, listPeople } from "./service";

let operator: OperatorScope;
beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  await asOwner("update users set operator_since = null");
  operator = await anOperator();
});

const events = async (action: string) => (await asOwner("select actor_id, subject from installation_events where action = $1 order by sequence", [action])).rows as { actor_id: string; subject: Record<string, unknown> }[];
const operators = async () => (await asOwner("select id from users where operator_since is not null and disabled_at is null")).rows.map((row: { id: string }) => row.id);

it("disables a person: every session and every personal token dies at once, and enabling brings none of them back", async () => {
  const member = await aMember("developer");
  const cookies = [await cookieOf(member.userId), await cookieOf(member.userId)];
  const { token } = await makePersonalToken(member, { name: "pipeline", scopes: ["run.read"], days: 30 });
  expect([await personBehind(cookies[0] ?? ""), await holderOf(token)]).toEqual([expect.anything(), expect.anything()]);

  expect(await changePerson(operator, member.userId, { disabled: true })).toEqual({ userId: member.userId, isDisabled: true, isOperator: false, sessionsEnded: 2, tokensEnded: 1 });
  for (const cookie of cookies) expect(await personBehind(cookie)).toBeUndefined();
  expect(await holderOf(token)).toBeUndefined();

  await changePerson(operator, member.userId, { disabled: false });
  for (const cookie of cookies) expect(await personBehind(cookie)).toBeUndefined();
  expect(await holderOf(token)).toBeUndefined();
  expect(await personBehind(await cookieOf(member.userId))).toMatchObject({ userId: member.userId });
  expect((await events("person.disabled")).at(-1)).toMatchObject({ actor_id: operator.userId, subject: { userId: member.userId, sessionsEnded: 2, tokensEnded: 1 } });
  expect((await events("person.enabled")).at(-1)).toMatchObject({ subject: { userId: member.userId } });
});

it("makes an operator and unmakes one, from the next request on, and writes down only what changed", async () => {
  const person = await aPerson();
  const cookie = await cookieOf(person.userId);
  const before = (await events("operator.made")).length;
  await changePerson(operator, person.userId, { operator: true });
  await changePerson(operator, person.userId, { operator: true });
  expect(await personBehind(cookie)).toMatchObject({ isOperator: true });
  expect((await events("operator.made")).length).toBe(before + 1);
  await changePerson(operator, person.userId, { operator: false });
  expect(await personBehind(cookie)).toMatchObject({ isOperator: false });
});

it("keeps the last operator who can come in", async () => {
  const other = await anOperator();
  await changePerson(operator, other.userId, { disabled: true });
  await expect(changePerson(operator, operator.userId, { operator: false })).rejects.toMatchObject({ code: "input.refused" });
  await expect(changePerson(operator, operator.userId, { disabled: true })).rejects.toMatchObject({ code: "input.refused" });
  await expect(changePerson(operator, other.userId, { operator: true })).resolves.toMatchObject({ isOperator: true });
  expect(await operators()).toEqual([operator.userId]);
});

it("keeps one of two operators who unmake each other at the same moment", async () => {
  for (let round = 0; round < 5; round += 1) {
    await asOwner("update users set operator_since = null");
    const [one, two] = [await anOperator(), await anOperator()];
    const outcomes = await Promise.allSettled([changePerson(one, two.userId, { operator: false }), changePerson(two, one.userId, { operator: false })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await operators()).toHaveLength(1);
  }
});

it("asks for the address before it disables the only owner of a workspace who can come in, and writes down which workspaces it was", async () => {
  const owner = await aMember("owner");
  const disabledBefore = await aMember("owner", owner);
  await changePerson(operator, disabledBefore.userId, { disabled: true });
  const { email } = (await asOwner<{ email: string }>("select email from users where id = $1", [owner.userId])).rows[0] ?? { email: "" };
  const refused = { code: "input.refused", message: expect.stringContaining(owner.workspaceSlug), issues: [{ path: "/word", message: expect.stringContaining(email) }] };
  for (const word of [undefined, "", owner.workspaceSlug]) await expect(changePerson(operator, owner.userId, { disabled: true, ...(word !== undefined && { word }) })).rejects.toMatchObject(refused);
  expect(await personBehind(await cookieOf(owner.userId))).toBeDefined();
  expect(await changePerson(operator, owner.userId, { disabled: true, word: email })).toMatchObject({ isDisabled: true });
  expect((await events("person.disabled")).at(-1)).toMatchObject({ subject: { userId: owner.userId, ownedAlone: [owner.workspaceSlug] } });
});

it("leaves an owner who can come in when one is disabled and the other leaves at the same moment", async () => {
  for (let round = 0; round < 5; round += 1) {
    const one = await aMember("owner");
    const other = await aMember("owner", one);
    const outcomes = await Promise.allSettled([changePerson(operator, one.userId, { disabled: true }), leaveWorkspace(other)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  }
});

it("asks for a fresh sign-in before any change", async () => {
  const stale = await anOperator(new Date(Date.now() - 301_000));
  const person = await aPerson();
  for (const change of [{ disabled: true }, { operator: true }]) await expect(changePerson(stale, person.userId, change)).rejects.toMatchObject({ code: "session.stale" });
  await expect(listPeople(stale, {})).resolves.toBeDefined();
});

it("refuses an operator who was unmade after the request came in", async () => {
  const person = await aPerson();
  await changePerson(await anOperator(), operator.userId, { operator: false });
  await expect(changePerson(operator, person.userId, { disabled: true })).rejects.toMatchObject({ code: "workspace.forbidden" });
});

it("lists people in pages by address, and finds them by a part of name or address, taken literally", async () => {
  const stem = `page-${Date.now()}`;
  for (let number = 10; number < 65; number += 1) await aPerson({ email: `${stem}-${number}@example.test`, name: "Pia 100%" });
  const first = await listPeople(operator, { q: stem });
  const second = await listPeople(operator, { q: stem, after: first.next });
  expect([first.people.length, second.people.length, second.next]).toEqual([50, 5, undefined]);
  const emails = [...first.people, ...second.people].map(({ email }) => email);
  expect(emails).toEqual(emails.toSorted());
  expect(new Set(emails).size).toBe(55);
  expect((await listPeople(operator, { q: "a 100%" })).people).toHaveLength(50);
  expect((await listPeople(operator, { q: `${stem}%` })).people).toHaveLength(0);
});

it("tells when somebody was last seen, and in how many workspaces they are", async () => {
  const member = await aMember("viewer");
  const { email } = (await asOwner("select email from users where id = $1", [member.userId])).rows[0] as { email: string };
  expect((await listPeople(operator, { q: email })).people).toMatchObject([{ lastSeenAt: null, workspaces: 1, isDisabled: false }]);
  await cookieOf(member.userId);
  expect((await listPeople(operator, { q: email })).people[0]?.lastSeenAt).not.toBeNull();
});

it("makes operators of those whom the settings name, once they have an account", async () => {
  const person = await aPerson();
  setSettings({ ...settings(), operatorEmails: [person.email, "nobody@example.test"] });
  await appointOperatorsOfSettings();
  await appointOperatorsOfSettings();
  expect(await operators()).toContain(person.userId);
  expect((await events("operator.made")).filter(({ subject }) => subject.userId === person.userId)).toEqual([{ actor_id: null, subject: expect.objectContaining({ by: "settings" }) }]);
});
