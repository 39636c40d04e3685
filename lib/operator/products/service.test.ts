import { randomBytes } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { anOperator } from "@/lib/auth/testing/people";
import { everywhereDb } from "@/lib/db/client";
import { installationEvents } from "@/lib/db/tables";
import { testDatabase } from "@/lib/db/testing/database";
import { Secret } from "@/lib/shared/secret";
import { factsOf } from "@/lib/simulator/worlds/facts";
import { changeProduct as changeInWorld, changeWorld, restoreProduct as restoreInWorld, testProductsOf } from "@/lib/simulator/worlds/control";
import { startSimulator } from "@/lib/simulator/server";
import { productSeed } from "@/lib/simulator/seeds";
import type { OperatorScope } from "../model";
import { changeProduct, listProducts, restoreProduct } from "./service";

const TOWER = "76038";
let operator: OperatorScope;

beforeAll(async () => {
  await testDatabase();
  startSimulator({ signingKey: new Secret(randomBytes(32).toString("base64")) });
  operator = await anOperator();
});

/** The lookout tower with another capacity. */
async function tower(capacity: number): Promise<Record<string, unknown>> {
  const found = (await listProducts(operator)).find(({ id }) => id === TOWER);
  return { ...found?.document, capacity };
}

const capacityIn = async (world: string) => (await factsOf(world)).products.get(TOWER)?.seed.capacity;
const viewIn = async (world: string) => (await testProductsOf(world)).find(({ id }) => id === TOWER);

it("changes a test product for every world, and writes it into the installation's chain", async () => {
  const [one, other] = [crypto.randomUUID(), crypto.randomUUID()];
  await capacityIn(one);
  const { products } = await changeProduct(operator, TOWER, await tower(7));
  expect(products.find(({ id }) => id === TOWER)).toMatchObject({ changed: true, document: { capacity: 7 } });
  expect([await capacityIn(one), await capacityIn(other)]).toEqual([7, 7]);
  // For a world it is how the product was seeded.
  expect(await viewIn(one)).toMatchObject({ changed: false, seed: { capacity: 7 } });
  const events = await everywhereDb().select().from(installationEvents);
  expect(events.at(-1)).toMatchObject({ action: "simulator.product-changed", subject: { productId: TOWER }, actorId: operator.userId });
});

it("leaves alone what a world changed itself, until that is put back", async () => {
  const world = crypto.randomUUID();
  const own = productSeed.parse(await tower(3));
  await changeWorld(world, (tx) => changeInWorld(tx, world, own, new Date()));
  await changeProduct(operator, TOWER, await tower(9));
  expect([await capacityIn(world), (await viewIn(world))?.changed]).toEqual([3, true]);
  await changeWorld(world, (tx) => restoreInWorld(tx, world, TOWER, new Date()));
  expect([await capacityIn(world), (await viewIn(world))?.changed]).toEqual([9, false]);
  await changeProduct(operator, TOWER, await tower(11));
  expect(await capacityIn(world)).toBe(11);
});

const count = async () => (await everywhereDb().select().from(installationEvents)).length;

it("puts the data file's back, and says nothing of what was so already", async () => {
  const world = crypto.randomUUID();
  await changeProduct(operator, TOWER, await tower(5));
  const entries = await count();
  await changeProduct(operator, TOWER, await tower(5));
  expect(await count()).toBe(entries);
  const { products } = await restoreProduct(operator, TOWER);
  expect(products.filter(({ changed }) => changed)).toEqual([]);
  expect((await viewIn(world))?.changed).toBe(false);
  const before = await count();
  await restoreProduct(operator, TOWER);
  expect(await count()).toBe(before);
});

it("refuses a document that no product can have, and a product that there is not", async () => {
  await expect(changeProduct(operator, TOWER, { ...(await tower(5)), place: "moon", id: "1" })).rejects.toMatchObject({
    code: "input.refused",
    message: expect.stringMatching(/\/id must stay 76038; \/place must be one of/) as string,
  });
  await expect(changeProduct(operator, "1", await tower(5))).rejects.toMatchObject({ code: "resource.not-found" });
  await expect(restoreProduct(operator, "1")).rejects.toMatchObject({ code: "resource.not-found" });
});
