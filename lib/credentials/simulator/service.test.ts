import { beforeEach, describe, expect, it } from "vitest";
import { aMember } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { authenticate } from "@/lib/simulator/accounts";
import { startSimulator } from "@/lib/simulator/settings";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { list, remove, useCredential } from "../service";
import { addSimulatorCredential, restoreSimulatorCredential } from "./service";

await testDatabase();

let owner: WorkspaceScope;
beforeEach(async () => {
  startSimulator({ signingKey: new Secret("0123456789abcdef0123456789abcdef") });
  setSettings({ ...settings(), simulatorClient: undefined });
  owner = await aMember("owner");
});

describe("the simulator's own credential", () => {
  it("is one that the simulator accepts, and that opens this workspace's world", async () => {
    await addSimulatorCredential({ workspaceId: owner.workspaceId });
    const [view] = await list(owner);
    expect(view).toMatchObject({ environment: "simulator", label: "Built-in simulator", createdBy: null, basicEncoding: "plain" });
    const { clientId, secret } = await useCredential(owner, view?.id ?? "");
    expect(await authenticate([{ clientId, secret: secret.reveal() }])).toEqual({ clientId, world: owner.workspaceId });
    expect(await authenticate([{ clientId, secret: "another" }])).toBeUndefined();
  });

  it("is made once, however often and however many at a time ask for it", async () => {
    await Promise.all(Array.from({ length: 20 }, () => addSimulatorCredential({ workspaceId: owner.workspaceId })));
    await addSimulatorCredential({ workspaceId: owner.workspaceId });
    expect(await list(owner)).toHaveLength(1);
  });

  it("comes back when it was deleted, for those who may change credentials", async () => {
    await addSimulatorCredential({ workspaceId: owner.workspaceId });
    const [first] = await list(owner);
    await remove(owner, first?.id ?? "");
    const viewer = await aMember("viewer", owner);
    await expect(restoreSimulatorCredential(viewer)).rejects.toMatchObject({ code: "workspace.forbidden" });
    expect(await restoreSimulatorCredential(owner)).toHaveLength(1);
  });

  it("is the operator's own where one is fixed in the settings", async () => {
    setSettings({ ...settings(), simulatorClient: { clientId: "known-client", clientSecret: new Secret("known-secret") } });
    await addSimulatorCredential({ workspaceId: owner.workspaceId });
    const [view] = await list(owner);
    const used = await useCredential(owner, view?.id ?? "");
    expect([used.clientId, used.secret.reveal()]).toEqual(["known-client", "known-secret"]);
  });
});
