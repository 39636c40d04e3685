import { beforeAll, beforeEach, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { bookingWords, direct, orderIn, tower, type BookingWords, type Order } from "@/lib/simulator/testing/booking";
import { controlOf } from "@/lib/simulator/testing/control";
import { resetWorld } from "@/lib/simulator/testing/reset";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { setClock } from "@/lib/simulator/world";

let simulator: TestSimulator;
let words: BookingWords;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  words = bookingWords(simulator);
});

/** The slot of the tower begins at 11:00 UTC on 1 November; from a day before, two fifths of the price are kept. */
beforeEach(async () => {
  await resetWorld(KNOWN_WORLD);
  const control = controlOf(simulator);
  const { document } = ((await control("GET", "/products/76038")).body as { product: { document: { types: object[] } } }).product;
  const changed = {
    ...document,
    types: document.types.map((type) => ({ ...type, price: "10.00" })),
    cancellation: { allowed: true, thresholdMinutes: 1440, feePercent: 40 },
  };
  expect((await control("PUT", "/products/76038", changed)).status).toBe(200);
});

const at = (moment: string) => setClock(KNOWN_WORLD, { moment: new Date(moment), held: true });

async function cancelled(order: Order, query = ""): Promise<string> {
  const answer = await simulator.authorized("DELETE", `/orders/${order.order_reference}${query}`);
  expect(answer.status).toBe(200);
  return orderIn(answer).order_pricing.price_total;
}

it("a visit is cancelled free until the threshold, to the second", async () => {
  const order = await words.place([direct(tower(2))]);
  expect(order.order_pricing.price_total).toBe("20.00");
  await at("2026-10-31T11:00:00Z");
  expect(await cancelled(order)).toBe("0.00");
});

it("inside the threshold the product's share of the price is kept, and refunds leave it", async () => {
  const order = await words.place([direct(tower(2))]);
  await simulator.authorized("POST", `/payments?order_reference=${order.order_reference}`, {});
  await at("2026-10-31T11:00:01Z");
  expect(await cancelled(order)).toBe("8.00");
  const list = await simulator.authorized("GET", `/payments?order_reference=${order.order_reference}`);
  const { items } = (list.body as { data: { items: { payment_type: string; payment_amount: string }[] } }).data;
  expect(items.map((item) => `${item.payment_type} ${item.payment_amount}`).sort()).toEqual(["AUTHORIZATION 20.00", "REFUND 12.00"]);
  // A repeat changes nothing: the fee is not taken twice.
  expect(await cancelled(order)).toBe("8.00");
});

it("a ticket that is cancelled alone costs its own share only, and the rest adds up", async () => {
  const order = await words.place([direct(tower(3))]);
  const [first] = order.order_bookings[0]?.product_type_details ?? [];
  await at("2026-11-01T10:59:00Z");
  expect(await cancelled(order, `?product_type_transaction_id=${first?.product_type_transaction_id}`)).toBe("24.00");
  expect(await cancelled(order)).toBe("12.00");
});

it("the policy is told to whoever reads the product", async () => {
  const answer = await simulator.authorized("GET", "/products/76038");
  expect((answer.body as { data: { product: object } }).data.product).toMatchObject({
    product_cancellation_policies: [{ cancellation_fee_threshold: 1440, cancellation_fee_percentage: 40 }],
  });
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
