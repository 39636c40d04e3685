/**
 * What can be done to a world from outside the Distributor API. The simulator's own addresses and the
 * console's page both come through here; each brings the transaction, so that its own record of the
 * change is kept with it. Run changes inside `changeWorld`.
 */
import { isDeepStrictEqual } from "node:util";
import { faultRule, type FaultRule } from "@/lib/catalog/fault-rules";
import { findOperation, operations } from "@/lib/catalog/operations";
import { inventClient } from "@/lib/simulator/accounts";
import { REFUSALS_A_MINUTE, REQUESTS_A_MINUTE, minuteOf } from "@/lib/simulator/fair-use";
import type { Secret } from "@/lib/shared/secret";
import { PLACES, productSeed, TEST_PRODUCTS, type ProductSeed } from "@/lib/simulator/seeds";
import { changedProduct } from "@/lib/simulator/catalogue";
import { announceProduct } from "@/lib/simulator/webhooks/announce-product";
import { factsOf, isAsInFiles, timeIn, type WorldFacts } from "@/lib/simulator/worlds/facts";
import * as store from "@/lib/simulator/worlds/store";

export { KNOWN_WORLD } from "@/lib/simulator/accounts";
export { setClock, type ClockChange } from "@/lib/simulator/world";
export { changeWorld } from "@/lib/simulator/worlds/change";

/** Enough for any test, few enough to be tried one after the other on every call. */
export const MAX_RULES = 100;

/** More than any partner has systems. */
export const MAX_CLIENTS = 20;

/** A fault rule for something that there is: one for anything else would never strike, and nobody would know why. */
export const knownRule = faultRule.superRefine(({ when }, context) => {
  const refuse = (field: string, message: string) => context.addIssue({ code: "custom", path: ["when", field], message });
  if (when.operation !== undefined && findOperation(when.operation) === undefined) refuse("operation", "names no operation");
  const groups = [...new Set(operations().map(({ group }) => group))];
  if (when.resource !== undefined && !groups.includes(when.resource)) refuse("resource", `must be one of ${groups.join(", ")}`);
});

/** A rule as it is shown; moments are ISO 8601, by the world's clock where they say so. */
export interface RuleView {
  id: string;
  rule: FaultRule;
  paused: boolean;
  /** Why it strikes no more; null while it may. */
  over: "strikes" | "moment" | null;
  /** Calls that it was meant for, whether or not it was their turn. */
  seen: number;
  struck: number;
  last_struck_at: string | null;
  created_at: string;
}

export interface WorldReport {
  now: string;
  clock_offset_seconds: number;
  /** True while it stands still. */
  clock_held: boolean;
  /** What references and occupancy are dealt from; null for the world's own. */
  seed: string | null;
  /** Records by kind, such as order. */
  counts: Record<string, number>;
  rules: number;
  changed_products: string[];
  fair_use: { on: boolean; requests: number; requests_allowed: number; refusals: number; refusals_allowed: number; blocked_until: string | null };
}

/** How a world is at the moment. */
export async function reportOf(world: string, machineNow: Date): Promise<WorldReport> {
  const [facts, counts, meter, rules] = await Promise.all([factsOf(world), store.countRecords(world), store.readMeter(world), store.listRules(world)]);
  const now = timeIn(facts, machineNow);
  const isThisMinute = meter?.windowStart.getTime() === minuteOf(now).getTime();
  const blocked = meter?.blockedUntil ?? undefined;
  return {
    now: offsetText(now),
    clock_offset_seconds: offsetSecondsOf(facts, machineNow),
    clock_held: facts.clockHeldAt !== undefined,
    seed: facts.seed ?? null,
    counts,
    rules: rules.length,
    changed_products: [...facts.products.values()].filter(({ seed }) => isChanged(facts, seed)).map(({ seed }) => seed.id),
    fair_use: {
      on: facts.fairUse,
      requests: isThisMinute ? meter.requests : 0,
      requests_allowed: REQUESTS_A_MINUTE,
      refusals: isThisMinute ? meter.refusals : 0,
      refusals_allowed: REFUSALS_A_MINUTE,
      blocked_until: facts.fairUse && blocked !== undefined && blocked > now ? offsetText(blocked) : null,
    },
  };
}

/** How far a world's clock is ahead of the machine's at the moment; while it stands, ever less. */
export function offsetSecondsOf(facts: WorldFacts, machineNow: Date): number {
  return Math.round((timeIn(facts, machineNow).getTime() - machineNow.getTime()) / 1000);
}

/** "2026-10-20T08:00:00.000+00:00", as the rest of the API writes moments. */
export function offsetText(moment: Date): string {
  return moment.toISOString().replace("Z", "+00:00");
}

/** What a seed may be: a short text. */
export const SEED = /^[\x20-\x7e]{0,60}$/;

/**
 * Forgets what partners made, sets the clock right and the limits off; rules and changed products go too unless they are kept.
 *
 * @param seed - what the world is dealt from then on: equal seeds give equal answers in any world. Empty for the world's own, as before when left out
 */
export async function reset(tx: store.Transaction, world: string, keep: { rules: boolean; products: boolean }, seed?: string): Promise<void> {
  await store.emptyWorld(tx, world, keep, seed === "" ? null : seed);
}

export async function setFairUse(tx: store.Transaction, world: string, on: boolean): Promise<void> {
  await store.putSettings(tx, world, { fairUse: on });
  await store.deleteMeter(tx, world);
}

/** Every token that was given out in this world until now is dead. */
export async function revokeAllTokens(tx: store.Transaction, world: string): Promise<void> {
  await store.startTokenGeneration(tx, world);
}

/** A client for software of one's own. Its secret is answered here and not kept. Undefined when the world has as many as it may. */
export async function addClient(tx: store.Transaction, world: string, label: string): Promise<{ clientId: string; secret: Secret } | undefined> {
  if ((await store.listClients(world, tx)).length >= MAX_CLIENTS) return undefined;
  const { clientId, secret, secretHash } = inventClient();
  await store.insertClient(tx, { world, clientId, secretHash, label });
  return { clientId, secret };
}

/** Undefined when there is no such client. Tokens that it already has live until they expire. */
export const removeClient = store.deleteClient;
export const clientsOf = store.listClients;

/** The world's rules, in the order in which they are tried. */
export async function rulesOf(world: string, machineNow: Date): Promise<RuleView[]> {
  const [facts, rows] = await Promise.all([factsOf(world), store.listRules(world)]);
  return rows.map((row) => viewOf(row, timeIn(facts, machineNow)));
}

/** Undefined when the world has as many as it may. */
export async function addRule(tx: store.Transaction, world: string, rule: FaultRule): Promise<RuleView | undefined> {
  const rules = await store.listRules(world, tx);
  return rules.length >= MAX_RULES ? undefined : viewOf(await store.insertRule(tx, world, rule));
}

/** Undefined when there is no such rule. A rule whose text changes begins to count anew. */
export async function changeRule(tx: store.Transaction, world: string, id: string, changes: { rule?: FaultRule; paused?: boolean }): Promise<RuleView | undefined> {
  const row = await store.updateRule(tx, world, id, changes);
  return row === undefined ? undefined : viewOf(row);
}

export async function removeRule(tx: store.Transaction, world: string, id: string): Promise<RuleView | undefined> {
  const row = await store.deleteRule(tx, world, id);
  return row === undefined ? undefined : viewOf(row);
}

function viewOf(row: store.RuleRow, now?: Date): RuleView {
  const rule = faultRule.parse(row.rule);
  const { strikes, moment } = rule.until;
  const isPast = now !== undefined && moment !== undefined && Date.parse(moment) <= now.getTime();
  return {
    id: row.id,
    rule,
    paused: row.paused,
    over: strikes !== undefined && row.struck >= strikes ? "strikes" : isPast ? "moment" : null,
    seen: row.seen,
    struck: row.struck,
    last_struck_at: row.lastStruckAt === null ? null : offsetText(row.lastStruckAt),
    created_at: offsetText(row.createdAt),
  };
}

export interface TestProductView {
  id: string;
  /** What the certification case of that id is about. */
  case: string;
  title: string;
  changed: boolean;
  /** As the world has it. */
  document: ProductSeed;
  /** As it was seeded: as the operators have it for all worlds, else as in the data file. */
  seed: ProductSeed;
}

/** The certification test products, as the world has them and as they were seeded. */
export async function testProductsOf(world: string, tx?: store.Transaction): Promise<TestProductView[]> {
  const facts = await factsOf(world, tx);
  return TEST_PRODUCTS.map((file) => productView(facts.products.get(file.id)?.seed ?? file, facts.installation.get(file.id)?.seed ?? file));
}

/** A test product beside what it was before somebody changed it. */
export function productView(document: ProductSeed, seed: ProductSeed): TestProductView {
  return { id: seed.id, case: seed.case ?? "", title: document.title.en ?? seed.id, changed: !isDeepStrictEqual(document, seed), document, seed };
}

export type CheckedProduct = { product: ProductSeed } | { problems: string[] };

/** Whether a document may stand for a test product: one sentence for each thing that is wrong with it. */
export function checkProduct(id: string, document: unknown): CheckedProduct {
  const read = productSeed.safeParse(document);
  if (!read.success) return { problems: read.error.issues.map(({ path, message }) => `/${path.map(String).join("/")} ${message}`) };
  const product = read.data;
  const known = new Set(TEST_PRODUCTS.map((one) => one.id));
  const problems = [
    ...(product.id === id ? [] : [`/id must stay ${id}`]),
    ...(PLACES.some((place) => place.id === product.place) ? [] : [`/place must be one of ${PLACES.map((place) => place.id).join(", ")}`]),
    ...("en" in product.title ? [] : ["/title needs a text in English, as en"]),
    ...(product.combi ?? []).filter((part) => part === id || !known.has(part)).map((part) => `/combi names ${part}, which is no other test product`),
    ...(product.admission === "TIME_OPEN" || product.capacity !== undefined ? [] : ["/capacity is needed by every admission but TIME_OPEN"]),
  ];
  return problems.length > 0 ? { problems } : { product };
}

/** Whether a world has a test product otherwise than it was seeded. */
function isChanged({ installation }: WorldFacts, document: ProductSeed): boolean {
  const common = installation.get(document.id);
  return common === undefined ? !isAsInFiles(document) : !isDeepStrictEqual(document, common.seed);
}

/**
 * Writes a test product anew for one world, and tells the world's webhooks.
 *
 * @param product - has passed checkProduct
 */
export async function changeProduct(tx: store.Transaction, world: string, product: ProductSeed, machineNow: Date): Promise<void> {
  const facts = await factsOf(world, tx);
  const now = timeIn(facts, machineNow);
  await store.putProduct(tx, world, product.id, product, now);
  await announceProduct(tx, facts, changedProduct(product, now), now);
}

/**
 * Puts the seed back, and lets the product follow the installation's. It is written as a change like any other, so that who has the changed document and asks by
 * `If-Modified-Since` is not told that nothing happened. False when it was as in the data file already.
 */
export async function restoreProduct(tx: store.Transaction, world: string, id: string, machineNow: Date): Promise<boolean> {
  const file = TEST_PRODUCTS.find((product) => product.id === id);
  const written = productSeed.safeParse(await store.findProductDocument(tx, world, id));
  if (file === undefined || !written.success || isAsInFiles(written.data)) return false;
  const facts = await factsOf(world, tx);
  const now = timeIn(facts, machineNow);
  await store.putProduct(tx, world, id, file, now);
  await announceProduct(tx, facts, changedProduct(facts.installation.get(id)?.seed ?? file, now), now);
  return true;
}
