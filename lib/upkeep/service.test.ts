/** One workspace keeps seven days, its neighbour the usual thirty; each has rows on both sides of its line. */
import { beforeAll, beforeEach, expect, it } from "vitest";
import { list as listAudit } from "@/lib/audit/service";
import { aMember, aPerson, cookieOf } from "@/lib/auth/testing/people";
import { remove, update } from "@/lib/credentials/service";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { moveClock } from "@/lib/shared/testing/moved-clock";
import { DAY_MS } from "@/lib/shared/time";
import { forgetOldExchanges } from "@/lib/tokens/expiry/service";
import { accessTokenFor } from "@/lib/tokens/service";
import { aCredential, givesTokens, tokenWorld, wanted, type TokenWorld } from "@/lib/tokens/testing/token-world";
import { invite, withdrawInvitation } from "@/lib/workspaces/invitations/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { makePersonalToken } from "@/lib/workspaces/personal-tokens/service";
import { changeWorkspace } from "@/lib/workspaces/service";
import { carefulSweeper, startUpkeep, sweep } from "./service";

let world: TokenWorld;
beforeAll(async () => {
  await testDatabase();
  world = await tokenWorld();
  await changeWorkspace(world.owner, { retentionDays: 7 });
  return () => world.upstream.close();
});
beforeEach(() => world.upstream.reset());

async function idsOf(table: string, { workspaceId }: WorkspaceScope = world.owner): Promise<string[]> {
  return (await asOwner(`select id from ${table} where workspace_id = $1 order by 1`, [workspaceId])).rows.map(({ id }: { id: string }) => id);
}

/** An exchange that gave a token, both moved into the past. */
async function exchanged(who: WorkspaceScope, credential: string, age: string): Promise<{ exchange: string; token: string }> {
  const made = await accessTokenFor(who, wanted(credential));
  if (made.kind !== "token") throw new Error(made.kind);
  await asOwner(`update exchanges set started_at = started_at - interval '${age}' where id = $1`, [made.exchangeId]);
  await asOwner(`update tokens set issued_at = issued_at - interval '${age}', expires_at = expires_at - interval '${age}' where id = $1`, [made.tokenId]);
  return { exchange: made.exchangeId, token: made.tokenId };
}

it("deletes exchanges and their tokens past the days of their own workspace, and says how many", async () => {
  givesTokens(world.upstream);
  const neighbour = await aMember("owner");
  const ours = await aCredential(world.owner);
  const theirs = await aCredential(neighbour);
  await exchanged(world.owner, ours, "8 days");
  const young = await exchanged(world.owner, ours, "6 days");
  const live = await exchanged(world.owner, ours, "0 days");
  // An old exchange whose token still counts, and a token that is past its time since yesterday.
  await asOwner("update exchanges set started_at = now() - interval '9 days' where id = $1", [live.exchange]);
  const elsewhere = await exchanged(neighbour, theirs, "8 days");

  await sweep();
  expect(await idsOf("exchanges")).toEqual([young.exchange, live.exchange].sort());
  expect(await idsOf("tokens")).toEqual([young.token, live.token].sort());
  expect([await idsOf("exchanges", neighbour), await idsOf("tokens", neighbour)]).toEqual([[elsewhere.exchange], [elsewhere.token]]);
  const events = () => listAudit(world.owner, { action: "exchanges.expired" });
  expect(await events()).toMatchObject([{ actorId: null, subject: { exchanges: 1, tokens: 1 } }]);
  await sweep();
  expect(await events()).toHaveLength(1);
});

it("forgets counts of failures that nothing asks for, and keeps what waits for a person", async () => {
  world.upstream.answer({ path: /token$/, status: 401, body: { error: "invalid_client" } });
  const [waited, changed, gone] = [await aCredential(world.owner), await aCredential(world.owner), await aCredential(world.owner)];
  for (const id of [waited, changed, gone]) await accessTokenFor(world.owner, wanted(id));
  await update(world.owner, changed, { version: 1, label: "another name" });
  await remove(world.owner, gone);
  const kinds = async (id: string) =>
    (await asOwner("select flight_key from exchange_backoffs where split_part(flight_key, ' ', 2) = $1 order by 1", [id])).rows.map((row: { flight_key: string }) => row.flight_key.split(" ")[0]);
  await asOwner("update exchanges set started_at = now() - interval '8 days' where credential_id = $1", [waited]);
  expect(await kinds(waited)).toEqual(["refused", "wait"]);
  await sweep();
  expect([await kinds(waited), await kinds(changed), await kinds(gone)]).toEqual([["refused", "wait"], [], []]);

  await asOwner("update exchange_backoffs set not_before = now() - interval '25 hours'");
  await sweep();
  expect(await kinds(waited)).toEqual(["refused"]);
  // The page still shows which exchange the refusal came from.
  expect((await asOwner("select id from exchanges where credential_id = $1", [waited])).rows).toHaveLength(1);
});

it("deletes invitations, personal tokens, sessions and counts of attempts that have long been over, and nothing that counts", async () => {
  const { owner } = world;
  const later = new Date(Date.now() + 91 * 86_400_000);
  const withdrawn = (await invite(owner, { email: "one@example.test", role: "viewer", days: 7 })).invitations[0]?.id ?? "";
  await withdrawInvitation(owner, withdrawn);
  await invite(owner, { email: "two@example.test", role: "viewer", days: 1 });
  await makePersonalToken(owner, { name: "short", scopes: ["run.read"], days: 7 });
  await makePersonalToken(owner, { name: "long", scopes: ["run.read"], days: 365 });
  const person = await aPerson();
  await cookieOf(person.userId);
  await asOwner("insert into throttles (key, count, window_start) values ('sign-in:account:x', 3, now() - interval '2 days'), ('sign-in:account:y', 3, now())");
  const names = async () => (await asOwner("select name from personal_tokens where workspace_id = $1 order by 1", [owner.workspaceId])).rows.map(({ name }: { name: string }) => name);
  const sessions = async () => (await asOwner("select 1 from sessions where user_id = $1", [person.userId])).rows.length;

  await sweep();
  expect([(await idsOf("invitations")).length, await names(), await sessions()]).toEqual([2, ["long", "short"], 1]);
  expect((await asOwner("select key from throttles")).rows).toEqual([{ key: "sign-in:account:y" }]);

  await asOwner("update invitations set expires_at = now() + interval '1 year' where email = 'two@example.test'");
  await sweep(later);
  expect([(await idsOf("invitations")).length, await names(), await sessions()]).toEqual([1, ["long", "short"], 0]);
  await sweep(new Date(later.getTime() + 7 * 86_400_000));
  expect(await names()).toEqual(["long"]);
});

it("goes on with everything else when something cannot be deleted, and makes up for it with the next sweep", async () => {
  givesTokens(world.upstream);
  const neighbour = await aMember("owner");
  await changeWorkspace(neighbour, { retentionDays: 7 });
  const [ours, theirs] = [await aCredential(world.owner), await aCredential(neighbour)];
  const [stuck, free] = [await exchanged(world.owner, ours, "8 days"), await exchanged(neighbour, theirs, "8 days")];
  await asOwner(`create function stuck() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$; create trigger stuck before delete on tokens for each row when (old.id = '${stuck.token}') execute function stuck()`);
  await sweep();
  expect(await idsOf("tokens")).toContain(stuck.token);
  expect(await idsOf("tokens", neighbour)).not.toContain(free.token);
  await asOwner("drop function stuck cascade");
  await sweep();
  expect(await idsOf("tokens")).not.toContain(stuck.token);
});

it("deletes in batches as small as they need to be, each on record", async () => {
  givesTokens(world.upstream);
  const owner = await aMember("owner");
  for (let n = 0; n < 5; n += 1) await exchanged(owner, await aCredential(owner), "31 days");
  expect(await forgetOldExchanges(owner.workspaceId, new Date(), 2)).toEqual({ exchanges: 5, tokens: 5 });
  expect((await listAudit(owner, { action: "exchanges.expired" })).map(({ subject }) => subject)).toEqual([{ exchanges: 1, tokens: 1 }, { exchanges: 2, tokens: 2 }, { exchanges: 2, tokens: 2 }]);
});

it("deletes nothing for an hour that a clock put forward has not stood for, and everything when it has", async () => {
  const quiet = async () => (await asOwner("select 1 from throttles where key = 'one that was wrong'")).rows.length;
  await asOwner("insert into throttles (key, count, window_start) values ('one that was wrong', 1, now())");
  const sweepCarefully = carefulSweeper();
  expect(await sweepCarefully()).toBe(true);
  moveClock(2 * DAY_MS);
  expect([await sweepCarefully(), await quiet()]).toEqual([false, 1]);
  moveClock(0);
  expect([await sweepCarefully(), await quiet()]).toEqual([true, 1]);
  moveClock(2 * DAY_MS);
  expect([await sweepCarefully(), await sweepCarefully(), await quiet()]).toEqual([false, true, 0]);
  moveClock(0);
});

it("sweeps by itself until it is stopped", async () => {
  await asOwner("insert into throttles (key, count, window_start) values ('quiet', 1, now() - interval '2 days')");
  const upkeep = startUpkeep(1, 1);
  await expect.poll(async () => (await asOwner("select 1 from throttles where key = 'quiet'")).rows.length).toBe(0);
  await upkeep.stop();
});
