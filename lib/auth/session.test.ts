import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/shared/time";
import { ABSOLUTE_TIMEOUT_MS, endSession, IDLE_TIMEOUT_MS, personBehind, startSession } from "./session";
import { hashSessionId, readSessionId, SESSION_COOKIE, sealSessionId } from "./session-cookie";
import { inTransaction, updateDisabled } from "./store";
import { aPerson, cookieOf } from "./testing/people";

const MAX_AGE_SECONDS = ABSOLUTE_TIMEOUT_MS / SECOND_MS;
const start = (userId: string, now?: Date, previous?: string) =>
  startSession({ userId, method: "password", userAgent: null, previousSessionHash: previous && hashSessionId(previous) }, now);
const header = async (sessionId: string) => `${SESSION_COOKIE}=${await sealSessionId(sessionId, MAX_AGE_SECONDS)}`;

beforeAll(async () => {
  await testDatabase();
});

describe("a session", () => {
  it("names its person, and its cookie holds no trace of what is stored", async () => {
    const person = await aPerson();
    const cookie = await cookieOf(person.userId);
    expect(await personBehind(cookie)).toMatchObject({ userId: person.userId, email: person.email });
    const sessionId = await readSessionId(cookie);
    expect(sessionId).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(cookie).not.toContain(sessionId);
    expect(cookie).not.toContain(hashSessionId(sessionId ?? ""));
  });

  it("ends at once when the person signs out, and ending it again is no error", async () => {
    const sessionId = await start((await aPerson()).userId);
    const cookie = await header(sessionId);
    expect(await personBehind(cookie)).toBeDefined();
    await endSession(sessionId);
    await endSession(sessionId);
    expect(await personBehind(cookie)).toBeUndefined();
  });

  it("ends when the same browser signs in again: the old id is dead, the new one is another", async () => {
    const { userId } = await aPerson();
    const first = await start(userId);
    const second = await start(userId, undefined, first);
    expect(second).not.toBe(first);
    expect(await personBehind(await header(first))).toBeUndefined();
    expect(await personBehind(await header(second))).toBeDefined();
  });

  it("stops counting on the next request after its person was disabled", async () => {
    const { userId } = await aPerson();
    const cookie = await cookieOf(userId);
    await inTransaction((tx) => updateDisabled(tx, userId, new Date()));
    expect(await personBehind(cookie)).toBeUndefined();
    await inTransaction((tx) => updateDisabled(tx, userId, null));
    expect(await personBehind(cookie)).toBeDefined();
  });
});

describe("the two clocks", () => {
  const T0 = new Date("2026-03-01T08:00:00Z");
  const after = (ms: number) => new Date(T0.getTime() + ms);

  it("end an unused session after the idle time", async () => {
    const cookie = await header(await start((await aPerson()).userId, T0));
    expect(await personBehind(cookie, after(IDLE_TIMEOUT_MS - MINUTE_MS))).toBeDefined();
    expect(await personBehind(cookie, after(2 * IDLE_TIMEOUT_MS - 2 * MINUTE_MS))).toBeDefined();
    expect(await personBehind(cookie, after(3 * IDLE_TIMEOUT_MS))).toBeUndefined();
  });

  it("end a session in constant use after the absolute time", async () => {
    const cookie = await header(await start((await aPerson()).userId, T0));
    for (let hours = 0; hours < 7 * 24; hours += 11) {
      expect(await personBehind(cookie, after(hours * HOUR_MS))).toBeDefined();
    }
    expect(await personBehind(cookie, after(7 * DAY_MS))).toBeUndefined();
  });
});

describe("a forged cookie", () => {
  it("is no session, in none of these shapes", async () => {
    const real = await cookieOf((await aPerson()).userId);
    const value = real.slice(SESSION_COOKIE.length + 1);
    const forged = [
      `\u2000${real}`,
      `\u00a0${real}`,
      `\t${real}`,
      `  ${real}`,
      `=${real}`,
      `$Version=1; ${SESSION_COOKIE.replace("__Host-", "")}=${value}`,
      `$Version="1", ${real}`,
      `${real}; ${real}`,
      `${SESSION_COOKIE}=x; ${real}`,
      `${SESSION_COOKIE}=${"A".repeat(5_000)}`,
      `${SESSION_COOKIE}.0=${value}`,
      `__host-console.session=${value}`,
      `${SESSION_COOKIE} =${value}`,
      `${SESSION_COOKIE}="${value}"`,
      `${SESSION_COOKIE}=${value.slice(0, -4)}AAAA`,
      `${SESSION_COOKIE}=%`,
      `${SESSION_COOKIE}=`,
      "",
      ";;;=;",
    ];
    const accepted = [];
    for (const header of forged) if (await personBehind(header)) accepted.push(header);
    expect(accepted).toEqual([]);
    expect(await personBehind(`theme=dark; ${real}; other=1`)).toBeDefined();
  });

  it("is no session when it was sealed well around an id that we never gave out", async () => {
    expect(await personBehind(await header("A".repeat(43)))).toBeUndefined();
    expect(await personBehind(await header("' or 1=1 --"))).toBeUndefined();
  });
});
