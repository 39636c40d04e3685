/** A password or a session that is good when a request comes in, and not any more when its last step is reached. */
import { hash } from "@node-rs/argon2";
import { beforeAll, describe, expect, it } from "vitest";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { atTheLastMoment } from "@/lib/db/testing/last-moment";
import { settings } from "@/lib/env";
import { changePassword } from "./account";
import { hashPassword } from "./password";
import { personBehind, type Person } from "./session";
import { signInWithPassword } from "./sign-in";
import { stepUp } from "./step-up";
import { Browser } from "./testing/browser";
import { aPerson, cookieOf, type TestPerson } from "./testing/people";

const OLD = "correct horse battery staple";
const NEW = "seven blue herons land at dusk";
let newHash: string;
let addresses = 0;
const asking = () => ({ address: `192.0.2.${(addresses += 1)}`, userAgent: null, requestId: "test" });

beforeAll(async () => {
  await testDatabase();
  process.env.NEXTAUTH_URL = settings().publicUrl.origin;
  newHash = await hashPassword(NEW);
});

type Change = (person: TestPerson) => readonly [sql: string, ...values: unknown[]];
const newPassword: Change = ({ userId }) => ["update users set password_hash = $1 where id = $2", newHash, userId];
const disabling: Change = ({ userId }) => ["update users set disabled_at = now() where id = $1", userId];
const endingSessions: Change = ({ userId }) => ["update sessions set revoked_at = now() where user_id = $1", userId];
const sessionsOf = async ({ userId }: TestPerson) => (await asOwner("select 1 from sessions where user_id = $1 and revoked_at is null", [userId])).rows.length;

async function signedIn(): Promise<{ person: TestPerson; behind: Person }> {
  const person = await aPerson({ password: OLD });
  return { person, behind: (await personBehind(await cookieOf(person.userId))) ?? expect.fail("nobody") };
}

describe("signing in", () => {
  it.each<[what: string, change: Change]>([["is given another password", newPassword], ["is disabled", disabling]])("begins no session for somebody who %s at the last moment, and says so", async (_what, change) => {
    const person = await aPerson({ password: OLD });
    const browser = new Browser();
    const [outcome] = await atTheLastMoment({ hold: change(person) }, () => browser.signIn(person.email, OLD));
    const response = outcome?.status === "fulfilled" ? outcome.value : expect.fail(String(outcome?.reason));
    expect([response.status, await response.json()]).toEqual([409, expect.objectContaining({ code: "resource.conflict", detail: expect.stringContaining("Sign in again") as string })]);
    expect([await sessionsOf(person), await personBehind(browser.cookieHeader)]).toEqual([0, undefined]);
  });

  it("puts a password that was hashed long ago under today's parameters once, on record", async () => {
    const person = await withOldHash();
    const before = await hashOf(person);
    expect(await signIn(person, OLD)).toBe(true);
    const after = await hashOf(person);
    expect([before, after]).toEqual([expect.stringContaining("m=8192,t=1"), expect.stringContaining("m=19456,t=2")]);
    expect(await signIn(person, OLD)).toBe(true);
    expect(await hashOf(person)).toBe(after);
    const { rows } = await asOwner("select subject from installation_events where actor_id = $1 and action = 'password.hashed-anew'", [person.userId]);
    expect(rows).toEqual([{ subject: { userId: person.userId } }]);
  });

  it("does not bring an old password back by hashing it anew", async () => {
    const person = await withOldHash();
    await atTheLastMoment({ hold: newPassword(person) }, () => signIn(person, OLD));
    expect([await signIn(person, OLD), await signIn(person, NEW)]).toEqual([false, true]);
    expect((await asOwner("select 1 from installation_events where actor_id = $1 and action = 'password.hashed-anew'", [person.userId])).rows).toEqual([]);
  });

  const signIn = async ({ email }: TestPerson, password: string) => (await signInWithPassword({ email, password, ...asking(), knownDeviceFor: () => undefined })) !== undefined;
  const hashOf = async ({ userId }: TestPerson) => (await asOwner<{ hash: string }>("select password_hash as hash from users where id = $1", [userId])).rows[0]?.hash;

  async function withOldHash(): Promise<TestPerson> {
    const person = await aPerson();
    await asOwner("update users set password_hash = $2 where id = $1", [person.userId, await hash(OLD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 })]);
    return person;
  }
});

describe("somebody who is signed in", () => {
  it.each<[what: string, why: string, change: Change, code: string, work: (behind: Person) => Promise<unknown>]>([
    ["proves anew who they are", "another password", newPassword, "resource.conflict", (behind: Person) => stepUp(behind, OLD, asking())],
    ["proves anew who they are", "no session", endingSessions, "session.required", (behind: Person) => stepUp(behind, OLD, asking())],
    ["changes the password", "another password", newPassword, "resource.conflict", (behind: Person) => changePassword(behind, { current: OLD, next: "nine grey geese cross at dawn" }, asking())],
    ["changes the password", "no session", endingSessions, "session.required", (behind: Person) => changePassword(behind, { current: OLD, next: "nine grey geese cross at dawn" }, asking())],
  ])("and %s gets nothing out of it when they have %s at the last moment", async (_what, _why, change, code, work) => {
    const { person, behind } = await signedIn();
    const before = await sessionsOf(person);
    expect(await atTheLastMoment({ hold: change(person) }, () => work(behind))).toMatchObject([{ status: "rejected", reason: { code } }]);
    // The change is as it was made: the session of before is there or not, and no other.
    expect([before, await sessionsOf(person)]).toEqual([1, change === newPassword ? 1 : 0]);
    const opens = async (password: string) => (await signInWithPassword({ email: person.email, password, ...asking(), knownDeviceFor: () => undefined })) !== undefined;
    expect([await opens("nine grey geese cross at dawn"), await opens(change === newPassword ? NEW : OLD)]).toEqual([false, true]);
  });
});
