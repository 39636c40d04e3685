import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { AppError } from "@/lib/shared/errors";
import { takePlace } from "./store";
import { admit, LIMIT_PER_ACCOUNT, LIMIT_PER_ADDRESS, networkOf, type Attempt } from "./throttle";

beforeAll(async () => {
  await testDatabase();
});

const fresh = () => randomBytes(6).toString("hex");
const anAttempt = (given: Partial<Attempt> = {}): Attempt => ({ what: "sign-in", account: fresh(), address: fresh(), ...given });
const admitted = async (attempts: Attempt[]) => {
  const outcomes = await Promise.allSettled(attempts.map(admit));
  return outcomes.filter((outcome) => outcome.status === "fulfilled").length;
};

describe("a thousand guesses at once", () => {
  const many = (make: () => Attempt) => Array.from({ length: 1_000 }, make);

  it("at one account, each from an address of its own, are evaluated ten times", async () => {
    const account = fresh();
    expect(await admitted(many(() => anAttempt({ account })))).toBe(LIMIT_PER_ACCOUNT);
  });

  it("from one address, each at an account of its own, are evaluated a hundred times", async () => {
    const address = fresh();
    expect(await admitted(many(() => anAttempt({ address })))).toBe(LIMIT_PER_ADDRESS);
  });
});

it("says how long to wait, at most a quarter of an hour", async () => {
  const attempt = anAttempt();
  for (let i = 0; i < LIMIT_PER_ACCOUNT; i += 1) await admit(attempt);
  const refusal: unknown = await admit(attempt).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AppError);
  expect(refusal).toMatchObject({ code: "throttle.exceeded", status: 429, retryAfterSeconds: 900, message: expect.stringContaining("15 minutes") });
});

it("does not count attempts that were right, nor those that it stopped itself", async () => {
  const attempt = anAttempt();
  for (let i = 0; i < 3 * LIMIT_PER_ACCOUNT; i += 1) await (await admit(attempt)).forget();
  for (let i = 0; i < LIMIT_PER_ACCOUNT; i += 1) await admit(attempt);
  const elsewhere = { ...attempt, address: fresh() };
  await expect(admit(elsewhere)).rejects.toMatchObject({ code: "throttle.exceeded" });
  expect(await admitted(Array.from({ length: LIMIT_PER_ADDRESS }, () => anAttempt({ address: elsewhere.address })))).toBe(LIMIT_PER_ADDRESS);
});

it("leaves a browser that is known to the account its own attempts while strangers have used up theirs", async () => {
  const attempt = anAttempt();
  for (let i = 0; i < LIMIT_PER_ACCOUNT; i += 1) await admit(attempt);
  await expect(admit(attempt)).rejects.toMatchObject({ code: "throttle.exceeded" });
  await expect(admit({ ...attempt, knownDevice: "laptop" })).resolves.toBeDefined();
});

it("opens again only after a whole window without an attempt", async () => {
  const key = fresh();
  for (let i = 0; i < 3; i += 1) expect(await takePlace(key, 3, 900)).toBeUndefined();
  expect(await takePlace(key, 3, 900)).toBeGreaterThan(0);
  expect(await takePlace(key, 3, 0)).toBeUndefined();
  expect(await takePlace(key, 3, 900)).toBeUndefined();
});

it("opens again where the clock was put back, and does not wait until it is there again", async () => {
  const key = fresh();
  for (let i = 0; i < 3; i += 1) await takePlace(key, 3, 900);
  await asOwner("update throttles set window_start = window_start + interval '1 hour' where key = $1", [key]);
  for (let i = 0; i < 3; i += 1) expect(await takePlace(key, 3, 900)).toBeUndefined();
  expect(await takePlace(key, 3, 900)).toBe(900);
});

it.each([
  ["203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("counts %s as the network %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
