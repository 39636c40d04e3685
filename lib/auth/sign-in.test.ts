import { parseOptions } from "@node-rs/argon2";
import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { DEVICE_COOKIE, knownDevice, makeDevice } from "./device-cookie";
import { hashPassword, NOBODYS_HASH } from "./password";
import { passwordOpens, signInWithPassword } from "./sign-in";
import { inTransaction, updateDisabled } from "./store";
import { aPerson } from "./testing/people";
import { LIMIT_PER_ACCOUNT } from "./throttle/throttle";

const PASSWORD = "correct horse battery";

beforeAll(async () => {
  await testDatabase();
});

const attempt = (email: string, password = PASSWORD, device?: string) =>
  signInWithPassword({ email, password, address: `test-${email}`, knownDeviceFor: (normal) => knownDevice(device ? `${DEVICE_COOKIE}=${device}` : null, normal) });

describe("signing in", () => {
  it("works with the right password, however the address is capitalised", async () => {
    const person = await aPerson({ password: PASSWORD });
    expect(await attempt(person.email.toUpperCase())).toMatchObject({ userId: person.userId, email: person.email });
  });

  it("gives one and the same answer to a wrong password, an unknown, a disabled and a password-less account and to what is no address", async () => {
    const known = await aPerson({ password: PASSWORD });
    const disabled = await aPerson({ password: PASSWORD });
    await inTransaction((tx) => updateDisabled(tx, disabled.userId, new Date()));
    const oidcOnly = await aPerson();
    expect(await attempt(known.email, "not the password")).toBeUndefined();
    for (const email of ["nobody@example.test", disabled.email, oidcOnly.email, "", "a@x.test,b@y.test", `ada\uFF20example.test`, `"e@a.test"@${known.email}`]) {
      expect(await attempt(email)).toBeUndefined();
    }
  });

  it("is stopped after ten wrong passwords, also with the right one, but not from a browser that is known", async () => {
    const person = await aPerson({ password: PASSWORD });
    for (let i = 0; i < LIMIT_PER_ACCOUNT; i += 1) expect(await attempt(person.email, "wrong")).toBeUndefined();
    await expect(attempt(person.email)).rejects.toMatchObject({ code: "throttle.exceeded" });
    await expect(attempt(person.email, PASSWORD, makeDevice("somebody.else@example.test"))).rejects.toMatchObject({ code: "throttle.exceeded" });
    expect(await attempt(person.email, PASSWORD, makeDevice(person.email))).toBeDefined();
  });
});

describe("the work of an attempt", () => {
  it.each([
    ["an unknown account", undefined],
    ["an account without a password", { passwordHash: null, disabledAt: null }],
    ["a disabled account", { passwordHash: NOBODYS_HASH, disabledAt: new Date() }],
    ["a wrong password", { passwordHash: NOBODYS_HASH, disabledAt: null }],
  ])("for %s is one hash with today's parameters", async (_case, user) => {
    const verified: string[] = [];
    const opens = await passwordOpens(user, "guess", async (passwordHash) => {
      verified.push(passwordHash);
      return false;
    });
    expect(opens).toBe(false);
    const todays = parseOptions(await hashPassword(PASSWORD));
    expect(verified.map((hash) => parseOptions(hash))).toEqual([todays]);
  });

  it("never opens a disabled, a password-less or a missing account, even for a hash that matches", async () => {
    const matches = async () => true;
    expect(await passwordOpens({ passwordHash: NOBODYS_HASH, disabledAt: null }, "x", matches)).toBe(true);
    expect(await passwordOpens({ passwordHash: NOBODYS_HASH, disabledAt: new Date() }, "x", matches)).toBe(false);
    expect(await passwordOpens({ passwordHash: null, disabledAt: null }, "x", matches)).toBe(false);
    expect(await passwordOpens(undefined, "x", matches)).toBe(false);
  });
});

it("takes a device cookie for this account only, and no other shape of it", () => {
  const device = makeDevice("ada@example.test");
  const header = (value: string) => `${DEVICE_COOKIE}=${value}`;
  expect(knownDevice(header(device), "ada@example.test")).toBe(device.split(".")[0]);
  for (const value of ["", "x", device.slice(0, -1), `${device}.x`, `${device.startsWith("A") ? "B" : "A"}${device.slice(1)}`, device.split(".")[0] ?? ""]) {
    expect(knownDevice(header(value), "ada@example.test")).toBeUndefined();
  }
  expect(knownDevice(header(device), "eve@example.test")).toBeUndefined();
  expect(knownDevice(null, "ada@example.test")).toBeUndefined();
});
