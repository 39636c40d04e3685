/** What becomes of sign-ins when somebody sets the machine's clock while the console runs. */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { msSince } from "@/lib/shared/clock";
import { moveClock } from "@/lib/shared/testing/moved-clock";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/shared/time";
import { assertFresh, assertMayWriteTo } from "@/lib/workspaces/authorize";
import { openProduction } from "@/lib/workspaces/production/service";
import { scopeFor } from "./scope";
import { IDLE_TIMEOUT_MS, personBehind } from "./session";
import { listSessions } from "./account";
import { aMember, aPerson, cookieOf } from "./testing/people";

const STEPS = [
  ["an hour forward", HOUR_MS],
  ["an hour back", -HOUR_MS],
  ["a day forward", DAY_MS],
  ["a day back", -DAY_MS],
  // As a leap second that was not smeared looks.
  ["a second back", -SECOND_MS],
] as const;

beforeAll(async () => {
  await testDatabase();
});
afterEach(() => moveClock(0));

const inAMoment = (ms: number) => new Date(Date.now() + ms);

describe.each(STEPS)("the clock is put %s", (_words, step) => {
  it("nobody is thrown out, neither by that nor when it is put right again, and idle people are after their time", async () => {
    const here = await aPerson();
    const cookie = await cookieOf(here.userId);
    const person = await personBehind(cookie);
    expect(person).toMatchObject({ userId: here.userId });

    moveClock(step);
    expect(await personBehind(cookie)).toMatchObject({ userId: here.userId });
    const later = await aPerson();
    const laterCookie = await cookieOf(later.userId);
    expect(await personBehind(laterCookie)).toMatchObject({ userId: later.userId });
    moveClock(0);
    expect(await personBehind(cookie)).toMatchObject({ userId: here.userId });
    expect(await personBehind(laterCookie)).toMatchObject({ userId: later.userId });
    if (person) expect((await listSessions(person)).sessions).toHaveLength(1);

    expect(await personBehind(cookie, inAMoment(IDLE_TIMEOUT_MS + MINUTE_MS))).toBeUndefined();
    expect(await personBehind(laterCookie, inAMoment(IDLE_TIMEOUT_MS + MINUTE_MS))).toBeUndefined();
  });

  it("a sign-in stays fresh for five minutes, not for longer and not for less", async () => {
    const authenticatedAt = new Date();
    expect(() => assertFresh({ authenticatedAt })).not.toThrow();
    moveClock(step);
    expect(() => assertFresh({ authenticatedAt })).not.toThrow();
    expect(() => assertFresh({ authenticatedAt }, inAMoment(6 * MINUTE_MS))).toThrow(expect.objectContaining({ code: "session.stale" }));
  });

  it("production stays open for writing for half an hour, not for longer and not for less", async () => {
    const member = await aMember("owner");
    const scope = () => scopeFor({ userId: member.userId, authenticatedAt: new Date() }, member.workspaceSlug, "next");
    await openProduction(await scope(), member.workspaceSlug);
    moveClock(step);
    const open = await scope();
    expect(() => assertMayWriteTo(open, "production", true)).not.toThrow();
    expect(() => assertMayWriteTo(open, "production", true, inAMoment(31 * MINUTE_MS))).toThrow(expect.objectContaining({ code: "environment.locked" }));
  });
});

it("takes no sign-in for fresh that was dated by a clock ahead, before this process began", () => {
  expect(msSince(inAMoment(3 * DAY_MS))).toBeUndefined();
  expect(() => assertFresh({ authenticatedAt: inAMoment(3 * DAY_MS) })).toThrow(expect.objectContaining({ code: "session.stale" }));
  // The clocks of two replicas are never quite the same.
  expect(() => assertFresh({ authenticatedAt: inAMoment(SECOND_MS) })).not.toThrow();
});
