import { beforeAll, beforeEach, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { bookingWords, direct, freesale, order, supplierTour, type BookingWords } from "@/lib/simulator/testing/booking";
import { contractProblems } from "@/lib/simulator/testing/contract";
import { controlOf } from "@/lib/simulator/testing/control";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { resetWorld } from "@/lib/simulator/testing/reset";

let simulator: TestSimulator;
let words: BookingWords;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  words = bookingWords(simulator);
});

beforeEach(() => resetWorld(KNOWN_WORLD));

async function credit(): Promise<{ credit_used: string; credit_available: string; credit_orders: number }> {
  const answer = await simulator.authorized("GET", "/financials/credit");
  expect([answer.status, contractProblems("getCredit", 200, answer.body)]).toEqual([200, []]);
  return (answer.body as { data: { credit: Awaited<ReturnType<typeof credit>> } }).data.credit;
}

const tickets = (count: number) => ({ ...freesale, product_type_details: [{ product_type_id: "6251911", product_type_count: count }] });

/** Makes a ticket of the freesale product cost 60,000.00, so that a few orders reach the limit of a million. */
async function madeDear(): Promise<void> {
  const control = controlOf(simulator);
  const { document } = ((await control("GET", "/products/62519")).body as { product: { document: { types: object[] } } }).product;
  expect((await control("PUT", "/products/62519", { ...document, types: document.types.map((type) => ({ ...type, price: "60000.00" })) })).status).toBe(200);
}

it("is used by orders and given back by cancellations and payments", async () => {
  expect(await credit()).toMatchObject({ credit_used: "0.00", credit_available: "1000000.00", credit_orders: 0 });
  const made = await words.place([direct(freesale)]);
  expect(await credit()).toMatchObject({ credit_used: "39.00", credit_available: "999961.00", credit_orders: 1 });
  const at = `/orders/${made.order_reference}`;
  const amended = direct({ ...tickets(3), booking_reference: made.order_bookings[0]?.booking_reference });
  expect((await simulator.authorized("PUT", at, order([amended]))).status).toBe(200);
  expect(await credit()).toMatchObject({ credit_used: "58.50" });
  await simulator.authorized("POST", `/payments?order_reference=${made.order_reference}`, {});
  expect(await credit()).toMatchObject({ credit_used: "0.00" });
  await simulator.authorized("DELETE", `/payments?order_reference=${made.order_reference}&refund_amount=8.50`);
  expect(await credit()).toMatchObject({ credit_used: "8.50" });
  const other = await words.place([direct(supplierTour)], { order_external_reference: "order-2" });
  expect(Number((await credit()).credit_used)).toBeGreaterThan(8.5);
  await simulator.authorized("DELETE", `/orders/${other.order_reference}`);
  expect(await credit()).toMatchObject({ credit_used: "8.50", credit_orders: 2 });
});

it("refuses an order beyond it with 402, books nothing, and takes it again once there is room", async () => {
  await madeDear();
  const made = await words.place([direct(tickets(16))]);
  const wish = order([direct(tickets(1))], { order_external_reference: "one-more" });
  const refused = await simulator.authorized("POST", "/orders", wish);
  expect([refused.status, refused.headers["simulator-note"], contractProblems("createOrder", 402, refused.body)]).toEqual([402, expect.stringContaining("modelled"), []]);
  expect(refused.body).toMatchObject({ error: "PAYMENT_REQUIRED", error_description: "The order takes 60000.00 EUR of the credit and 40000.00 are left; pay or cancel orders first." });
  expect(await credit()).toMatchObject({ credit_used: "960000.00", credit_orders: 1 });
  await simulator.authorized("DELETE", `/orders/${made.order_reference}`);
  expect((await simulator.authorized("POST", "/orders", wish)).status).toBe(201);
  expect(await credit()).toMatchObject({ credit_used: "60000.00" });
});

it("is never overdrawn by orders that come at once", async () => {
  await madeDear();
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => simulator.authorized("POST", "/orders", order([direct(tickets(5))], { order_external_reference: `order-${at}` }))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, ...Array(7).fill(402)]);
  expect(await credit()).toMatchObject({ credit_used: "900000.00", credit_orders: 3 });
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
