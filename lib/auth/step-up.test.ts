import { beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { HOUR_MS } from "@/lib/shared/time";
import { FRESH_SIGN_IN_MS } from "@/lib/workspaces/model";
import { personBehind, personOfSession } from "./session";
import { stepUp } from "./step-up";
import { aPerson, cookieOf } from "./testing/people";

const PASSWORD = "seven blue herons land at dusk";
const asking = { address: "203.0.113.9", userAgent: null, requestId: "test" };

beforeAll(async () => {
  await testDatabase();
});

async function signedIn(password?: string) {
  const cookie = await cookieOf((await aPerson({ password })).userId);
  const person = await personBehind(cookie);
  if (!person) throw new Error("not signed in");
  return { cookie, person };
}

it("gives a fresh session under a new id, and the old id is dead", async () => {
  const { cookie, person } = await signedIn(PASSWORD);
  const later = new Date(Date.now() + HOUR_MS);
  const sessionId = await stepUp(person, PASSWORD, asking, later);
  const fresh = await personOfSession(sessionId, later);
  expect(later.getTime() - (fresh?.authenticatedAt.getTime() ?? 0)).toBeLessThan(FRESH_SIGN_IN_MS);
  expect(fresh?.sessionHash).not.toBe(person.sessionHash);
  expect(await personBehind(cookie, later)).toBeUndefined();
});

it("leaves the session as it is after a wrong password, and holds back who tries", async () => {
  const { cookie, person } = await signedIn(PASSWORD);
  for (let tried = 0; tried < 10; tried += 1) {
    await expect(stepUp(person, "not my password", asking)).rejects.toMatchObject({ issues: [{ path: "/password" }] });
  }
  await expect(stepUp(person, PASSWORD, asking)).rejects.toMatchObject({ code: "throttle.exceeded" });
  expect(await personBehind(cookie)).toMatchObject({ sessionHash: person.sessionHash });
});

it("says what to do to people who have no password", async () => {
  const { person } = await signedIn();
  await expect(stepUp(person, "", asking)).rejects.toMatchObject({ code: "input.refused", message: expect.stringContaining("organisation") });
});
