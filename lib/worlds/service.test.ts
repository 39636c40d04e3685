import { beforeEach, describe, expect, it } from "vitest";
import { list as listAudit } from "@/lib/audit/service";
import { scopeFor } from "@/lib/auth/scope";
import { aMember } from "@/lib/auth/testing/people";
import { addSimulatorCredential } from "@/lib/credentials/simulator/service";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { Secret } from "@/lib/shared/secret";
import { startSimulator } from "@/lib/simulator/settings";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { changeMember } from "@/lib/workspaces/members/service";
import { worldView } from "./schema";
import * as service from "./service";
import { addRule, changeProduct, changeRule, readWorld, removeRule, resetWorld, restoreProduct, revokeTokens, setClock, switchFairUse } from "./service";

await testDatabase();

const RULE = { when: { operation: "createOrder", every: 2 }, then: { status: 503 }, until: {} };

let owner: WorkspaceScope;
beforeEach(async () => {
  startSimulator({ signingKey: new Secret("0123456789abcdef0123456789abcdef") });
  setSettings({ ...settings(), simulatorClient: undefined });
  owner = await aMember("owner");
});

async function actions(): Promise<string[]> {
  return (await listAudit(owner)).map(({ action }) => action).filter((action) => action.startsWith("simulator."));
}

describe("the world of a workspace", () => {
  it("is shown as the page wants it", async () => {
    const world = worldView.parse(await readWorld(owner));
    expect(world).toMatchObject({ base_url: "http://localhost:3000/api/simulator/v3.8/distributor", shared: false, clock_offset_seconds: 0, rules: [], counts: {} });
    expect(world.products.length).toBeGreaterThan(10);
  });

  it("is changed with an entry in the trail for each change", async () => {
    const added = await addRule(owner, RULE);
    const id = added.rules[0]?.id ?? "";
    expect((await changeRule(owner, id, { paused: true })).rules[0]).toMatchObject({ paused: true, rule: RULE });
    expect((await removeRule(owner, id)).rules).toEqual([]);
    expect((await setClock(owner, { offset_seconds: 3_600 })).clock_offset_seconds).toBe(3_600);
    expect((await switchFairUse(owner, true)).fair_use.on).toBe(true);
    await revokeTokens(owner);
    expect(await resetWorld(owner, { rules: true, products: false })).toMatchObject({ clock_offset_seconds: 0, fair_use: { on: false } });
    expect((await actions()).sort()).toEqual(["clock-moved", "fair-use-switched", "reset", "rule-added", "rule-changed", "rule-removed", "tokens-revoked"].map((what) => `simulator.${what}`));
  });

  it("has test products that can be changed and put back", async () => {
    const seed = (await readWorld(owner)).products[0];
    const id = seed?.id ?? "";
    const changed = await changeProduct(owner, id, { ...seed?.document, title: { en: "Ours" } });
    expect(changed.products[0]).toMatchObject({ id, title: "Ours", changed: true, seed: seed?.seed });
    expect((await restoreProduct(owner, id)).products[0]).toEqual(seed);
    expect(await actions()).toEqual(["simulator.product-restored", "simulator.product-changed"]);
  });

  it("writes nothing down, and tells no webhook, where a test product is so already", async () => {
    const [seed] = (await readWorld(owner)).products;
    const id = seed?.id ?? "";
    const ours = { ...seed?.document, title: { en: "Ours" } };
    const written = async () => (await asOwner<{ at: string }>("select modified_at::text as at from simulator_products where world = $1", [owner.workspaceId])).rows;
    await restoreProduct(owner, id);
    await changeProduct(owner, id, { ...seed?.document });
    expect([await actions(), await written()]).toEqual([[], []]);
    await changeProduct(owner, id, ours);
    const once = await written();
    await changeProduct(owner, id, structuredClone(ours));
    expect([await actions(), await written()]).toEqual([["simulator.product-changed"], once]);
    await restoreProduct(owner, id);
    await restoreProduct(owner, id);
    expect(await actions()).toEqual(["simulator.product-restored", "simulator.product-changed"]);
    await expect(restoreProduct(owner, "1")).rejects.toMatchObject({ code: "resource.not-found" });
  });

  it("refuses what would never work, and writes nothing down", async () => {
    await expect(addRule(owner, { ...RULE, when: { operation: "makeCoffee" } })).rejects.toMatchObject({ code: "input.refused" });
    await expect(changeProduct(owner, "62519", { id: "62519" })).rejects.toMatchObject({ code: "input.refused" });
    await expect(removeRule(owner, crypto.randomUUID())).rejects.toMatchObject({ code: "resource.not-found" });
    expect(await actions()).toEqual([]);
  });

  it("is another one in another workspace", async () => {
    await addRule(owner, RULE);
    const neighbour = await aMember("owner");
    expect((await readWorld(neighbour)).rules).toEqual([]);
    const [rule] = (await readWorld(owner)).rules;
    await expect(removeRule(neighbour, rule?.id ?? "")).rejects.toMatchObject({ code: "resource.not-found" });
  });

  it("may be seen by a viewer and changed by a developer", async () => {
    const viewer = await aMember("viewer", owner);
    expect((await readWorld(viewer)).rules).toEqual([]);
    await expect(addRule(viewer, RULE)).rejects.toMatchObject({ code: "workspace.forbidden" });
    await expect(setClock(viewer, { offset_seconds: 1 })).rejects.toMatchObject({ code: "workspace.forbidden" });
    expect((await addRule(await aMember("developer", owner), RULE)).rules).toHaveLength(1);
  });

  it.each<[who: string, rights: Parameters<typeof changeMember>[2], because: string]>([
    ["only reads in the simulator", { readOnly: ["simulator"] }, "You may only read in simulator in this workspace."],
    ["may not use the simulator", { environments: ["staging"] }, "You may not use simulator in this workspace."],
  ])("is as it was for whoever %s, through every control", async (_who, rights, because) => {
    const seed = (await readWorld(owner)).products[0];
    const before = await addRule(owner, RULE);
    const developer = await aMember("developer", owner);
    await changeMember(owner, developer.userId, rights);
    const narrowed = await scopeFor({ userId: developer.userId, authenticatedAt: new Date() }, owner.workspaceSlug, "test");
    const controls: Readonly<Record<Exclude<keyof typeof service, "readWorld" | "worldOfWorkspace">, (who: WorkspaceScope) => Promise<unknown>>> = {
      addClient: (who) => service.addClient(who, "Booking engine"),
      addRule: (who) => addRule(who, RULE),
      changeProduct: (who) => changeProduct(who, seed?.id ?? "", { ...seed?.document, title: { en: "Ours" } }),
      changeRule: (who) => changeRule(who, before.rules[0]?.id ?? "", { paused: true }),
      removeClient: (who) => service.removeClient(who, "simulator-0123456789ab"),
      removeRule: (who) => removeRule(who, before.rules[0]?.id ?? ""),
      resetWorld: (who) => resetWorld(who, { rules: false, products: false }),
      restoreProduct: (who) => restoreProduct(who, seed?.id ?? ""),
      revokeTokens,
      setClock: (who) => setClock(who, { offset_seconds: 3_600 }),
      switchFairUse: (who) => switchFairUse(who, true),
    };
    for (const [name, control] of Object.entries(controls)) {
      await expect(control(narrowed), name).rejects.toMatchObject({ code: "workspace.forbidden", message: expect.stringContaining(because) as string });
    }
    expect(await actions()).toEqual(["simulator.rule-added"]);
    // Looking is for every member, and an owner may give it back.
    expect((await readWorld(narrowed)).rules).toEqual(before.rules);
    await changeMember(owner, developer.userId, { environments: ["simulator"], readOnly: [] });
    const again = await scopeFor({ userId: developer.userId, authenticatedAt: new Date() }, owner.workspaceSlug, "test");
    expect((await setClock(again, { offset_seconds: 60 })).clock_offset_seconds).toBe(60);
  });

  it("is the one of the operator's client where the workspace uses that", async () => {
    setSettings({ ...settings(), simulatorClient: { clientId: "known-client@example.com", clientSecret: new Secret("known-secret") } });
    expect((await readWorld(owner)).shared).toBe(false);
    await addSimulatorCredential({ workspaceId: owner.workspaceId });
    expect((await readWorld(owner)).shared).toBe(true);
  });

  it("is changed with an entry in the trail of whoever changes it also where all share it", async () => {
    setSettings({ ...settings(), simulatorClient: { clientId: "known-client@example.com", clientSecret: new Secret("known-secret") } });
    await addSimulatorCredential({ workspaceId: owner.workspaceId });
    await setClock(owner, { offset_seconds: 60 });
    expect((await resetWorld(owner, { rules: false, products: false })).clock_offset_seconds).toBe(0);
    expect(await actions()).toEqual(["simulator.reset", "simulator.clock-moved"]);
  });
});
