import { beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { changePassword, listSessions, revokeOne, revokeOthers } from "./account";
import { personOfSession, startSession, type Person } from "./session";
import { signInWithPassword } from "./sign-in";
import { aPerson } from "./testing/people";

const PASSWORD = "correct horse battery";
const ASKING = { address: "203.0.113.1", userAgent: "curl/8", requestId: "r1" };

beforeAll(async () => {
  await testDatabase();
});

async function signedIn(userId: string, userAgent: string | null = null): Promise<{ sessionId: string; person: Person }> {
  const sessionId = await startSession({ userId, method: "password", userAgent });
  const person = await personOfSession(sessionId);
  if (!person) throw new Error("the session did not start");
  return { sessionId, person };
}

it("lists a person's own live sessions and marks the one that asks", async () => {
  const { userId } = await aPerson();
  const laptop = await signedIn(userId, "Mozilla/5.0 (X11; Linux) Firefox/140.0");
  const phone = await signedIn(userId, null);
  await signedIn((await aPerson()).userId);
  const { sessions } = await listSessions(phone.person);
  expect(sessions.map((session) => [session.device, session.isThisOne])).toEqual([
    ["Unknown device", true],
    ["Firefox on Linux", false],
  ]);
  expect(JSON.stringify(sessions)).not.toContain(laptop.person.sessionHash);
});

it("ends one session on its next request and leaves the others", async () => {
  const { userId } = await aPerson();
  const laptop = await signedIn(userId);
  const phone = await signedIn(userId);
  const id = laptop.person.sessionHash.slice(0, 16);
  expect(await revokeOne(phone.person, id, "r")).toEqual({ revoked: 1 });
  expect(await revokeOne(phone.person, id, "r")).toEqual({ revoked: 0 });
  expect(await personOfSession(laptop.sessionId)).toBeUndefined();
  expect(await personOfSession(phone.sessionId)).toBeDefined();
});

it("cannot end a session of somebody else", async () => {
  const victim = await signedIn((await aPerson()).userId);
  const other = await signedIn((await aPerson()).userId);
  expect(await revokeOne(other.person, victim.person.sessionHash.slice(0, 16), "r")).toEqual({ revoked: 0 });
  expect(await revokeOthers(other.person, "r")).toEqual({ revoked: 0 });
  expect(await personOfSession(victim.sessionId)).toBeDefined();
});

it("changes the password: every old session dies, this browser goes on under a new id", async () => {
  const { userId, email } = await aPerson({ password: PASSWORD });
  const laptop = await signedIn(userId);
  const phone = await signedIn(userId);
  const { sessionId, revoked } = await changePassword(phone.person, { current: PASSWORD, next: "seven blue herons land" }, ASKING);
  expect(revoked).toBe(1);
  expect(await personOfSession(laptop.sessionId)).toBeUndefined();
  expect(await personOfSession(phone.sessionId)).toBeUndefined();
  expect(await personOfSession(sessionId)).toMatchObject({ userId });
  const signIn = (password: string) => signInWithPassword({ email, password, address: "a", knownDeviceFor: () => undefined });
  expect(await signIn(PASSWORD)).toBeUndefined();
  expect(await signIn("seven blue herons land")).toBeDefined();
});

it.each([
  ["a wrong current password", { current: "not it at all", next: "seven blue herons land" }, "/current"],
  ["a new password that is the old one", { current: PASSWORD, next: PASSWORD }, "/next"],
  ["a new password that is too short", { current: PASSWORD, next: "short" }, "/next"],
])("refuses %s and changes nothing", async (_case, change, path) => {
  const { userId } = await aPerson({ password: PASSWORD });
  const { person, sessionId } = await signedIn(userId);
  await expect(changePassword(person, change, ASKING)).rejects.toMatchObject({ code: "input.refused", issues: [{ path }] });
  expect(await personOfSession(sessionId)).toBeDefined();
});

it("stops guesses at the current password", async () => {
  const { person } = await signedIn((await aPerson({ password: PASSWORD })).userId);
  const guess = () => changePassword(person, { current: "wrong", next: "seven blue herons land" }, ASKING).catch((error: { code: string }) => error.code);
  const codes = [];
  for (let i = 0; i < 11; i += 1) codes.push(await guess());
  expect(codes).toEqual([...Array<string>(10).fill("input.refused"), "throttle.exceeded"]);
});
