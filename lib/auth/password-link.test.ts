import { beforeAll, expect, it } from "vitest";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { atTheLastMoment } from "@/lib/db/testing/last-moment";
import { linkForPassword } from "@/lib/operator/people/service";
import { DAY_MS } from "@/lib/shared/time";
import { setPasswordByLink } from "./password-link";
import { personBehind } from "./session";
import { signInWithPassword } from "./sign-in";
import { anOperator, aPerson, cookieOf } from "./testing/people";

const OLD = "correct horse battery staple";
const NEW = "seven blue herons land at dusk";
let addresses = 0;
const asking = () => ({ address: `192.0.2.${(addresses += 1)}`, requestId: "test" });
const USELESS = { code: "resource.not-found", message: expect.stringContaining("Ask an operator of this console for a new one") as string };

beforeAll(async () => {
  await testDatabase();
});

async function aLink(now?: Date) {
  const person = await aPerson({ password: OLD });
  const operator = await anOperator(now);
  const { link } = await linkForPassword(operator, person.userId, now);
  return { person, operator, token: new URL(link).hash.slice("#token=".length), link };
}

const opens = async (email: string, password: string) => (await signInWithPassword({ email, password, ...asking(), knownDeviceFor: () => undefined })) !== undefined;
const use = (token: string, password = NEW, now?: Date) => setPasswordByLink({ token, password }, asking(), now);

it("sets a new password once, and ends every session of the person, on record", async () => {
  const { person, operator, token, link } = await aLink();
  const cookie = await cookieOf(person.userId);
  expect(new URL(link).pathname).toBe("/password");
  expect(await use(token)).toEqual({ email: person.email });
  expect([await opens(person.email, OLD), await opens(person.email, NEW)]).toEqual([false, true]);
  expect(await personBehind(cookie)).toBeUndefined();
  await expect(use(token, "another nine herons at dawn")).rejects.toMatchObject(USELESS);
  const { rows } = await asOwner("select actor_id, action, subject from installation_events where subject ->> 'userId' = $1 or (actor_id = $2 and action = 'password.changed') order by sequence", [person.userId, person.userId]);
  expect(rows).toMatchObject([
    { actor_id: operator.userId, action: "password-link.made" },
    { actor_id: person.userId, action: "password.changed", subject: { by: "link", sessionsEnded: 1 } },
  ]);
  expect(JSON.stringify(rows)).not.toContain(token.split(".")[1]);
});

it("keeps the secret of a link nowhere, only its hash", async () => {
  const { person, token } = await aLink();
  const secret = token.split(".")[1] ?? "";
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  const { rows } = await asOwner<{ kept: string }>("select l::text as kept from password_links l where user_id = $1", [person.userId]);
  expect([rows.length, rows[0]?.kept.includes(secret)]).toEqual([1, false]);
});

it("answers every link that does not count in the same words", async () => {
  const { person, token } = await aLink();
  const { token: others } = await aLink();
  const { token: replaced, person: twice, operator } = await aLink();
  await linkForPassword(operator, twice.userId);
  const { token: old } = await aLink();
  const { token: disabled, person: gone } = await aLink();
  await asOwner("update users set disabled_at = now() where id = $1", [gone.userId]);
  const useless: [string, string, Date?][] = [
    ["nothing", ""],
    ["no link at all", "x".repeat(200)],
    ["a NUL", `${person.userId}.\0`],
    ["another secret", `${person.userId}.${token.split(".")[1]?.slice(0, -2)}xx`],
    ["another's secret", `${person.userId}.${others.split(".")[1]}`],
    ["one that was replaced", replaced],
    ["one of yesterday", old, new Date(Date.now() + DAY_MS + 1_000)],
    ["one of somebody who was disabled since", disabled],
  ];
  const answers = await Promise.all(useless.map(([, link, now]) => use(link, NEW, now).catch((error: Error) => error.message)));
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toEqual(USELESS.message);
  expect(await opens(person.email, OLD)).toBe(true);
});

/** Uses that have all come to the last step, where they wait for the row of the link. @param change - what else is done to the link or its person */
async function usesThatWait(token: string, many: number, change?: (userId: string) => readonly [string, ...unknown[]]) {
  const userId = token.split(".")[0] ?? "";
  const hold = ["select 1 from password_links where user_id = $1 for update", userId] as const;
  return atTheLastMoment({ hold, ...(change && { change: change(userId) }) }, ...Array.from({ length: many }, (_, n) => () => use(token, `${NEW} ${n}`)));
}

it("takes exactly one of several uses that are at their last step at once, and only its password", async () => {
  const { person, token } = await aLink();
  const outcomes = await usesThatWait(token, 4);
  const taken = outcomes.flatMap(({ status }, n) => (status === "fulfilled" ? [n] : []));
  expect(taken).toHaveLength(1);
  for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(USELESS);
  const opening: number[] = [];
  for (let n = 0; n < outcomes.length; n += 1) if (await opens(person.email, `${NEW} ${n}`)) opening.push(n);
  expect(opening).toEqual(taken);
  const { rows } = await asOwner("select 1 from installation_events where actor_id = $1 and action = 'password.changed'", [person.userId]);
  expect(rows).toHaveLength(1);
});

it.each([
  ["is replaced by a newer one", "update password_links set token_hash = repeat('0', 64) where user_id = $1"],
  ["runs out", "update password_links set expires_at = now() - interval '1 hour' where user_id = $1"],
  ["loses its person, who is disabled,", "update users set disabled_at = now() where id = $1"],
])("takes none when the link %s at the last step", async (_what, change) => {
  const { person, token } = await aLink();
  expect(await usesThatWait(token, 1, (userId) => [change, userId])).toMatchObject([{ status: "rejected", reason: USELESS }]);
  await asOwner("update users set disabled_at = null where id = $1", [person.userId]);
  expect([await opens(person.email, OLD), await opens(person.email, `${NEW} 0`)]).toEqual([true, false]);
});

it("says what is wrong with a password and keeps the link for another", async () => {
  const { person, token } = await aLink();
  await expect(use(token, "short")).rejects.toMatchObject({ code: "input.refused", issues: [{ path: "/password" }] });
  await expect(use(token, `${person.email}`)).rejects.toMatchObject({ code: "input.refused" });
  expect(await use(token)).toEqual({ email: person.email });
});

it("stops guessing at one person's link after ten tries, wherever they come from", async () => {
  const { person, token } = await aLink();
  for (let tried = 0; tried < 10; tried += 1) await expect(use(`${person.userId}.guess-${tried}`)).rejects.toMatchObject({ code: "resource.not-found" });
  await expect(use(token)).rejects.toMatchObject({ code: "throttle.exceeded" });
});

it("is made by an operator who has just signed in, for somebody who can come in and has a password", async () => {
  const person = await aPerson({ password: OLD });
  const stale = await anOperator(new Date(Date.now() - 301_000));
  await expect(linkForPassword(stale, person.userId)).rejects.toMatchObject({ code: "session.stale" });
  const operator = await anOperator();
  await expect(linkForPassword(operator, (await aPerson()).userId)).rejects.toMatchObject({ code: "input.refused", message: expect.stringContaining("through their organisation") as string });
  await asOwner("update users set disabled_at = now() where id = $1", [person.userId]);
  await expect(linkForPassword(operator, person.userId)).rejects.toMatchObject({ code: "input.refused", message: expect.stringContaining("disabled") as string });
  await asOwner("update users set operator_since = null where id = $1", [operator.userId]);
  await expect(linkForPassword(operator, (await aPerson({ password: OLD })).userId)).rejects.toMatchObject({ code: "workspace.forbidden" });
});
