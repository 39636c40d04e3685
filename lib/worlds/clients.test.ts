import { beforeEach, expect, it } from "vitest";
import { list as listAudit } from "@/lib/audit/service";
import { aMember } from "@/lib/auth/testing/people";
import { everywhereDb } from "@/lib/db/client";
import { simulatorClients } from "@/lib/db/tables";
import { testDatabase } from "@/lib/db/testing/database";
import { Secret } from "@/lib/shared/secret";
import { authenticate } from "@/lib/simulator/accounts";
import { startSimulator } from "@/lib/simulator/settings";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { addClient, readWorld, removeClient } from "./service";

await testDatabase();

let owner: WorkspaceScope;
beforeEach(async () => {
  startSimulator({ signingKey: new Secret("0123456789abcdef0123456789abcdef") });
  owner = await aMember("owner");
});

it("makes a client that opens this workspace's world, and shuts it out when it is removed", async () => {
  const { clientId, secret, world } = await addClient(owner, "Booking engine");
  expect(world.clients).toMatchObject([{ client_id: clientId, label: "Booking engine" }]);
  const given = [{ clientId, secret: secret.reveal() }];
  expect(await authenticate(given)).toEqual({ clientId, world: owner.workspaceId });
  expect(await authenticate([{ clientId, secret: `${secret.reveal()}x` }])).toBeUndefined();

  expect((await removeClient(owner, clientId)).clients).toEqual([]);
  expect(await authenticate(given)).toBeUndefined();
  await expect(removeClient(owner, clientId)).rejects.toMatchObject({ code: "resource.not-found" });
  expect((await listAudit(owner)).map(({ action }) => action).slice(0, 2)).toEqual(["simulator.client-removed", "simulator.client-made"]);
});

it("keeps no secret, in the table or in the trail", async () => {
  const { secret } = await addClient(owner, "Booking engine");
  const kept = JSON.stringify([await everywhereDb().select().from(simulatorClients), await listAudit(owner), await readWorld(owner)]);
  expect(kept).toContain("Booking engine");
  expect(kept).not.toContain(secret.reveal());
});

it("touches no client of another workspace, and not the console's own", async () => {
  const stranger = await aMember("owner");
  const { clientId } = await addClient(stranger, "Theirs");
  await expect(removeClient(owner, clientId)).rejects.toMatchObject({ code: "resource.not-found" });
  expect((await readWorld(owner)).clients).toEqual([]);
});

it("stops at twenty, and is not for those who only look", async () => {
  for (let count = 1; count <= 20; count += 1) await addClient(owner, `System ${count}`);
  await expect(addClient(owner, "One too many")).rejects.toMatchObject({ code: "input.refused" });
  await expect(addClient(await aMember("viewer", owner), "Mine")).rejects.toMatchObject({ code: "workspace.forbidden" });
});
