/**
 * The workspace's world in the simulator: its clock, its faults, its limits, its test products. It
 * does what the simulator's own addresses do; each change and its audit row are one transaction.
 */
import "server-only";
import { isDeepStrictEqual } from "node:util";
import { actingIn } from "@/lib/audit/acting";
import type { AuditAction, AuditSubject } from "@/lib/audit/model";
import type { FaultRule } from "@/lib/catalog/fault-rules";
import { maskClientId } from "@/lib/credentials/model";
import { list } from "@/lib/credentials/service";
import { settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import type { Secret } from "@/lib/shared/secret";
import * as control from "@/lib/simulator/worlds/control";
import { DEFAULT_API_VERSION } from "@/lib/upstream/model";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { WorldView } from "./schema";
import { noteInWorld } from "./store";

type Transaction = Parameters<Parameters<typeof control.changeWorld>[1]>[0];

/** How the world is at the moment. */
export async function readWorld(scope: WorkspaceScope): Promise<WorldView> {
  assertMay(scope, "simulator.read");
  return view(await worldOfWorkspace(scope));
}

/** Moves the world's clock, stops it or lets it go on. */
export async function setClock(scope: WorkspaceScope, { offset_seconds: offsetSeconds, held }: { offset_seconds?: number | undefined; held?: boolean | undefined }): Promise<WorldView> {
  assertMay(scope, "simulator.control");
  const world = await worldOfWorkspace(scope);
  const change = { ...(offsetSeconds !== undefined && { offsetSeconds }), ...(held !== undefined && { held }) };
  await control.setClock(world, change, (tx) => noted(tx, scope, "simulator.clock-moved", change));
  return view(world);
}

/**
 * Puts the world back to how it was seeded; rules and changed products stay where they are kept.
 *
 * @param seed - what it is dealt from then on; empty for its own, as before when left out
 */
export async function resetWorld(scope: WorkspaceScope, keep: { rules: boolean; products: boolean }, seed?: string): Promise<WorldView> {
  const subject = { kept: Object.entries(keep).flatMap(([what, isKept]) => (isKept ? [what] : [])), ...(seed !== undefined && { seed }) };
  return changed(scope, "simulator.reset", subject, (tx, world) => control.reset(tx, world, keep, seed));
}

export async function switchFairUse(scope: WorkspaceScope, on: boolean): Promise<WorldView> {
  return changed(scope, "simulator.fair-use-switched", { on }, (tx, world) => control.setFairUse(tx, world, on));
}

/** Revokes every token that the simulator gave out in this world. */
export async function revokeTokens(scope: WorkspaceScope): Promise<WorldView> {
  return changed(scope, "simulator.tokens-revoked", {}, control.revokeAllTokens);
}

/** @throws AppError `input.refused` for an operation that there is not, or when there are too many rules */
export async function addRule(scope: WorkspaceScope, rule: FaultRule): Promise<WorldView> {
  mustKnow(rule);
  return changed(scope, "simulator.rule-added", { rule }, async (tx, world) => {
    if ((await control.addRule(tx, world, rule)) === undefined) {
      throw new AppError("input.refused", `A world has at most ${control.MAX_RULES} fault rules. Remove one that you need no longer.`);
    }
  });
}

/** Writes a rule anew, pauses it or lets it go on. @throws AppError `resource.not-found` */
export async function changeRule(scope: WorkspaceScope, id: string, changes: { rule?: FaultRule | undefined; paused?: boolean | undefined }): Promise<WorldView> {
  if (changes.rule !== undefined) mustKnow(changes.rule);
  const given = { ...(changes.rule && { rule: changes.rule }), ...(changes.paused !== undefined && { paused: changes.paused }) };
  return changed(scope, "simulator.rule-changed", { ruleId: id, ...given }, async (tx, world) => mustBe(await control.changeRule(tx, world, id, given)));
}

/** @throws AppError `resource.not-found` */
export async function removeRule(scope: WorkspaceScope, id: string): Promise<WorldView> {
  return changed(scope, "simulator.rule-removed", { ruleId: id }, async (tx, world) => mustBe(await control.removeRule(tx, world, id)));
}

/** Gives this world another document for a test product; nothing where it has that already. @throws AppError `input.refused` with every problem */
export async function changeProduct(scope: WorkspaceScope, id: string, document: Record<string, unknown>): Promise<WorldView> {
  const checked = control.checkProduct(id, document);
  if ("problems" in checked) throw new AppError("input.refused", checked.problems.slice(0, 8).join("; "));
  return changed(scope, "simulator.product-changed", { productId: id }, async (tx, world) => {
    if (isDeepStrictEqual((await findProduct(tx, world, id)).document, checked.product)) return false;
    return control.changeProduct(tx, world, checked.product, new Date());
  });
}

/** The test product as it was seeded again; nothing where it is so already. @throws AppError `resource.not-found` */
export async function restoreProduct(scope: WorkspaceScope, id: string): Promise<WorldView> {
  return changed(scope, "simulator.product-restored", { productId: id }, async (tx, world) => {
    await findProduct(tx, world, id);
    return control.restoreProduct(tx, world, id, new Date());
  });
}

/**
 * Makes a client for software of one's own. The answer is the one chance to see its secret.
 *
 * @throws AppError `input.refused` when there are too many
 */
export async function addClient(scope: WorkspaceScope, label: string): Promise<{ clientId: string; secret: Secret; world: WorldView }> {
  assertMay(scope, "simulator.control");
  const world = await worldOfWorkspace(scope);
  const made = await control.changeWorld(world, async (tx) => {
    const client = await control.addClient(tx, world, label);
    if (client === undefined) throw new AppError("input.refused", `A world has at most ${control.MAX_CLIENTS} clients. Remove one that is not used any more.`);
    await noted(tx, scope, "simulator.client-made", { clientId: client.clientId, label });
    return client;
  });
  return { ...made, world: await view(world) };
}

/** The client gets no more tokens. @throws AppError `resource.not-found` */
export async function removeClient(scope: WorkspaceScope, clientId: string): Promise<WorldView> {
  return changed(scope, "simulator.client-removed", { clientId }, async (tx, world) => mustBe(await control.removeClient(tx, world, clientId)));
}

/** @param change - false when all was so already: then there is nothing to write down */
async function changed(scope: WorkspaceScope, action: AuditAction, subject: AuditSubject, change: (tx: Transaction, world: string) => Promise<void | boolean>): Promise<WorldView> {
  assertMay(scope, "simulator.control");
  const world = await worldOfWorkspace(scope);
  await control.changeWorld(world, async (tx) => {
    if ((await change(tx, world)) !== false) await noted(tx, scope, action, subject);
  });
  return view(world);
}

async function noted(tx: Transaction, scope: WorkspaceScope, action: AuditAction, subject: AuditSubject): Promise<void> {
  await noteInWorld(tx, { ...actingIn(scope), action, subject });
}

function mustBe<T>(found: T | undefined): asserts found is T {
  if (found === undefined) throw new AppError("resource.not-found", "This is not there any more. Somebody may have removed it.");
}

async function findProduct(tx: Transaction, world: string, id: string) {
  const found = (await control.testProductsOf(world, tx)).find((product) => product.id === id);
  mustBe(found);
  return found;
}

function mustKnow(rule: FaultRule): void {
  const parsed = control.knownRule.safeParse(rule);
  if (!parsed.success) throw new AppError("input.refused", parsed.error.issues.map(({ path, message }) => `/${path.join("/")} ${message}`).join("; "));
}

/**
 * The world that the workspace's simulator credential opens: its own, or the one of the client that the operator
 * fixed for all. Everything that the console shows of the simulator goes by this one rule.
 */
export async function worldOfWorkspace(scope: WorkspaceScope): Promise<string> {
  const fixed = settings().simulatorClient;
  if (fixed === undefined) return scope.workspaceId;
  // Which world it is, is for everybody who may look at the simulator, whatever else their personal token may read.
  const usesFixed = (await list({ ...scope, onlyActions: undefined })).some(({ environment, clientIdMasked }) => environment === "simulator" && clientIdMasked === maskClientId(fixed.clientId));
  return usesFixed ? control.KNOWN_WORLD : scope.workspaceId;
}

async function view(world: string): Promise<WorldView> {
  const now = new Date();
  const [report, rules, products, clients] = await Promise.all([control.reportOf(world, now), control.rulesOf(world, now), control.testProductsOf(world), control.clientsOf(world)]);
  return {
    ...report,
    base_url: `${settings().publicUrl.origin}/api/simulator/v${DEFAULT_API_VERSION}/distributor`,
    shared: world === control.KNOWN_WORLD,
    clients: clients.map(({ clientId, label, createdAt }) => ({ client_id: clientId, label, created_at: createdAt.toISOString() })),
    rules,
    products,
  };
}
