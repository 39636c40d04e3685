import { isDeepStrictEqual } from "node:util";
import { faultRule, type FaultRule } from "@/lib/catalog/fault-rules";
import { processSlot } from "@/lib/shared/process-slot";
import { changedProduct, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { selectProducts } from "@/lib/simulator/installation/store";
import { productSeed, TEST_PRODUCTS, type ProductSeed } from "@/lib/simulator/seeds";
import { forbidSecondConnection, readWorld, type ProductRow, type Transaction } from "@/lib/simulator/worlds/store";

/** What is set in a world, as every call in it needs it. */
export interface WorldFacts {
  world: string;
  clockOffsetSeconds: number;
  /** Where its clock stands while it is held; undefined while it runs. */
  clockHeldAt: Date | undefined;
  /** As somebody chose it; undefined for the world's own. */
  seed: string | undefined;
  tokenGeneration: number;
  revokedTokens: ReadonlySet<string>;
  fairUse: boolean;
  /** In the order in which they are tried; paused ones are left out. */
  rules: readonly { id: string; rule: FaultRule }[];
  /** Changed products by id: the world's own, before those of the installation. */
  products: ReadonlyMap<string, CatalogueProduct>;
  /** Those that the operators changed for every world. */
  installation: ReadonlyMap<string, CatalogueProduct>;
}

/** How long a process believes what it knows of a world; another replica may have changed it. */
const BELIEVE_MS = 500;
const MAX_REMEMBERED = 10_000;

interface Remembered {
  facts: Promise<WorldFacts>;
  readAtMs: number;
}

// One memory for the launcher's and the framework's copy of this module: a change made by the one is seen by the other at once.
const slot = processSlot<Map<string, Remembered>>("simulator-worlds");

/**
 * What is set in a world: at once after a change in this process, half a second later after one in another.
 *
 * @param tx - where a transaction is open already, which must not wait for a second connection
 */
export async function factsOf(world: string, tx?: Transaction): Promise<WorldFacts> {
  // Also where it is remembered, so that a test sees it before the memory is over.
  if (tx === undefined) forbidSecondConnection();
  const remembered = slot.getOrMake(() => new Map());
  const known = remembered.get(world);
  const readAtMs = performance.now();
  if (known !== undefined && readAtMs - known.readAtMs < BELIEVE_MS) return known.facts;
  if (tx !== undefined) return load(world, tx);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const facts = load(world);
  remembered.set(world, { facts, readAtMs });
  // What could not be read is not believed.
  facts.catch(() => forgetFacts(world));
  return facts;
}

/** To be called after a change of what all worlds have. */
export function forgetAllFacts(): void {
  slot.get()?.clear();
}

/** To be called after every change of a world. */
export function forgetFacts(world: string): void {
  slot.get()?.delete(world);
}

async function load(world: string, tx?: Transaction): Promise<WorldFacts> {
  const [{ rules, revoked, products, ...settings }, ofInstallation] = await Promise.all([readWorld(world, tx), selectProducts(tx)]);
  const installation = productsIn(ofInstallation);
  return {
    world,
    clockOffsetSeconds: settings.clockOffsetSeconds,
    clockHeldAt: settings.clockHeldAt ?? undefined,
    seed: settings.seed ?? undefined,
    tokenGeneration: settings.tokenGeneration,
    fairUse: settings.fairUse,
    revokedTokens: new Set(revoked),
    rules: rules.flatMap(({ id, rule, paused }) => {
      const read = faultRule.safeParse(rule);
      return paused || !read.success ? [] : [{ id, rule: read.data }];
    }),
    products: new Map([...installation, ...productsIn(products, installation)]),
    installation,
  };
}

/**
 * What stands in rows of products. A world's row that is as in the data files was put back, and so it follows the
 * installation; what changed last of the two is when it changed.
 */
function productsIn(rows: readonly ProductRow[], installation: ReadonlyMap<string, CatalogueProduct> = new Map()): Map<string, CatalogueProduct> {
  return new Map(
    rows.flatMap(({ productId, document, modifiedAt }) => {
      const read = productSeed.safeParse(document);
      if (!read.success) return [];
      const followed = isAsInFiles(read.data) ? installation.get(productId) : undefined;
      const product = followed === undefined ? changedProduct(read.data, modifiedAt) : changedProduct(followed.seed, followed.modified > modifiedAt ? followed.modified : modifiedAt);
      return [[productId, product] as const];
    }),
  );
}

/** Whether a test product is as the data files have it. */
export function isAsInFiles(document: ProductSeed): boolean {
  return isDeepStrictEqual(
    document,
    TEST_PRODUCTS.find(({ id }) => id === document.id),
  );
}

/** The time in a world. */
export function timeIn(facts: Pick<WorldFacts, "clockHeldAt" | "clockOffsetSeconds">, machineNow: Date): Date {
  return facts.clockHeldAt ?? new Date(machineNow.getTime() + facts.clockOffsetSeconds * 1000);
}
