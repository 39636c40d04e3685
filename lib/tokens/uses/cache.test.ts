import pg from "pg";
import { beforeEach, expect, it, vi } from "vitest";
import { sql } from "drizzle-orm";
import { tenantDb } from "@/lib/db/client";
import { asOwner } from "@/lib/db/testing/database";
import { gate } from "@/lib/shared/testing/gate";
import { mint } from "../service";
import { aCredential, givesTokens } from "../testing/token-world";
import { worldInTests } from "../testing/world-in-tests";
import { countUse, flushUses } from "./cache";

const world = worldInTests();
let id: string;
beforeEach(async () => {
  givesTokens(world.upstream);
  const { token } = await mint(world.owner, { credentialId: await aCredential(world.owner), apiVersion: "3.8", scopes: [], again: true });
  id = token?.id ?? "";
});

/** Holds the token's row from now on. @returns gives it back */
async function hold(): Promise<() => Promise<void>> {
  const [locked, done] = [gate(), gate()];
  const holding = tenantDb(world.owner.workspaceId).transaction(async (tx) => {
    await tx.execute(sql`select from tokens where id = ${id} for update`);
    locked.open();
    await done.opened;
  });
  await locked.opened;
  return async () => {
    done.open();
    await holding;
  };
}

const count = () => countUse(world.owner.workspaceId, id, new Date());
const served = async () => (await asOwner("select calls_served from tokens where id = $1", [id])).rows;

it("is waited for by whoever reads while it is being written", async () => {
  const letGo = await hold();
  count();
  // As the timer does it; held up by the lock.
  const writing = flushUses();
  let isRead = false;
  const reading = flushUses().then(() => (isRead = true));
  await asOwner("select 1");
  expect(isRead).toBe(false);
  await letGo();
  await Promise.all([writing, reading]);
  expect(await served()).toEqual([{ calls_served: 1 }]);
});

it("is written once for all who come to read while it is being written", async () => {
  const letGo = await hold();
  count();
  const first = flushUses();
  // It has begun, and is held up.
  await asOwner("select 1");
  const sent = vi.spyOn(pg.Client.prototype, "query");
  const readers = Array.from({ length: 20 }, () => {
    count();
    return flushUses();
  });
  await letGo();
  await Promise.all([first, ...readers]);
  const updates = sent.mock.calls.filter(([query]) => /update \\?"tokens/.test(JSON.stringify(query)));
  sent.mockRestore();
  expect(updates.length).toBeLessThanOrEqual(2);
  expect(await served()).toEqual([{ calls_served: 21 }]);
});
