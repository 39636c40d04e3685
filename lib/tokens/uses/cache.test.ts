import { beforeAll, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { tenantDb } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { gate } from "@/lib/shared/testing/gate";
import { mint } from "../service";
import { aCredential, givesTokens, tokenWorld, type TokenWorld } from "../testing/token-world";
import { countUse, flushUses } from "./cache";

let world: TokenWorld;
beforeAll(async () => {
  await testDatabase();
  world = await tokenWorld();
  givesTokens(world.upstream);
  return () => world.upstream.close();
});

it("is waited for by whoever reads while it is being written", async () => {
  const { workspaceId } = world.owner;
  const { token } = await mint(world.owner, { credentialId: await aCredential(world.owner), apiVersion: "3.8", scopes: [], again: false });
  const id = token?.id ?? "";
  const [locked, done] = [gate(), gate()];
  const holding = tenantDb(workspaceId).transaction(async (tx) => {
    await tx.execute(sql`select from tokens where id = ${id} for update`);
    locked.open();
    await done.opened;
  });
  await locked.opened;
  countUse(workspaceId, id, new Date());
  // As the timer does it; held up by the lock.
  const writing = flushUses();
  let isRead = false;
  const reading = flushUses().then(() => (isRead = true));
  await asOwner("select 1");
  expect(isRead).toBe(false);
  done.open();
  await Promise.all([holding, writing, reading]);
  expect((await asOwner("select calls_served from tokens where id = $1", [id])).rows).toEqual([{ calls_served: 1 }]);
});
