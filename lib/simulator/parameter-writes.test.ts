/** No query parameter of an operation that changes something is ignored in silence. */
import { beforeAll, beforeEach, expect, it } from "vitest";
import { operations } from "@/lib/catalog/operations";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { NOT_MODELLED } from "@/lib/simulator/not-modelled";
import { bookingWords, direct, freesale, TOWER_SLOT, tower, type BookingWords, type Order } from "@/lib/simulator/testing/booking";
import { aWorld, NOBODY, queriesOf } from "@/lib/simulator/testing/parameter-world";
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

/** What a call did, in the words of its answer that depend on the parameter. */
type Outcome = () => Promise<unknown>;

/** Of an operation that changes something: what comes of it with two values of each parameter, each time in a fresh world. */
const WRITES: Readonly<Record<string, readonly [Outcome, Outcome]>> = {
  "cancelReservation booking_reservation_reference": [() => cancelledItems(0), () => cancelledItems(1)],
  "addPromocode promo_code": [() => discounted("SIM10"), () => discounted("SIM5OFF")],
  "cancelOrder booking_reference": [
    () => cancelled((order) => `booking_reference=${bookingIn(order, 0)}`),
    () => cancelled((order) => `booking_reference=${bookingIn(order, 1)}`),
  ],
  "cancelOrder product_type_transaction_id": [
    () => cancelled((order) => `product_type_transaction_id=${ticketIn(order, 0)}`),
    () => cancelled((order) => `product_type_transaction_id=${ticketIn(order, 1)}`),
  ],
  "cancelOrder payment_refund": [() => refundsAfter("payment_refund=true"), () => refundsAfter("payment_refund=false")],
  "addPayment order_reference": [
    () => paidFor(({ order }) => `order_reference=${order.order_reference}`),
    () => paidFor(() => "order_reference=12345678"),
  ],
  "addPayment booking_reference": [() => paidFor(namedBooking(0)), () => paidFor(namedBooking(1))],
  "addPayment payment_class": [
    () => paidFor(({ order }) => `order_reference=${order.order_reference}&payment_class=A`),
    () => paidFor(({ order }) => `order_reference=${order.order_reference}&payment_class=B`),
  ],
  "cancelPayment order_reference": [
    () => refunded(({ order }) => `order_reference=${order.order_reference}`),
    () => refunded(() => "order_reference=12345678"),
  ],
  "cancelPayment booking_reference": [() => refunded(namedBooking(0)), () => refunded(namedBooking(1))],
  "cancelPayment product_type_transaction_id": [
    () => refunded(({ order }) => `product_type_transaction_id=${ticketIn(order, 0)}`),
    () => refunded(({ order }) => `product_type_transaction_id=${ticketIn(order, 1)}`),
  ],
  "cancelPayment payment_id": [
    () => refunded(({ payment }) => `payment_id=${payment.payment_id}`),
    () => refunded(() => `payment_id=${NOBODY}`),
  ],
  "cancelPayment payment_merchant_reference": [
    () => refunded(({ payment }) => `payment_merchant_reference=${payment.payment_merchant_reference}`),
    () => refunded(() => "payment_merchant_reference=12345678"),
  ],
  "cancelPayment payment_service_provider_reference": [
    () => refunded(({ payment }) => `payment_service_provider_reference=${payment.payment_service_provider_reference}`),
    () => refunded(() => "payment_service_provider_reference=12345678"),
  ],
  "cancelPayment refund_amount": [() => refunded(withAmount("1.00")), () => refunded(withAmount("2.00"))],
  "cancelPayment refund_reason": [
    () => refunded((paid) => `${withAmount("1.00")(paid)}&refund_reason=rain`),
    () => refunded((paid) => `${withAmount("1.00")(paid)}&refund_reason=snow`),
  ],
  "updateProductStock stock_items_available": [() => stocked("50"), () => stocked("60")],
  "removeAvailability availability_id": [() => spotsWithout(TOWER_SLOT), () => spotsWithout("76038-20261102-1200")],
  "updateContact order_reference": [() => contactIn("order"), () => contactIn("other")],
};

interface Paid {
  order: Order;
  payment: Record<string, string>;
}
type Payments = { data: { items?: Record<string, string>[]; payment?: Record<string, string> } };

const bookingIn = (order: Order, at: number) => order.order_bookings[at]?.booking_reference;
const ticketIn = (order: Order, at: number) => order.order_bookings[at]?.product_type_details[0]?.product_type_transaction_id;
const namedBooking =
  (at: number) =>
  ({ order }: Paid) =>
    `order_reference=${order.order_reference}&booking_reference=${bookingIn(order, at)}`;
const withAmount =
  (amount: string) =>
  ({ order }: Paid) =>
    `order_reference=${order.order_reference}&refund_amount=${amount}`;
/** Two bookings of different prices. */
const anOrder = () => words.place([direct(freesale), direct(tower(3))]);

async function cancelledItems(at: number): Promise<unknown> {
  const made = await words.reserve(freesale, tower());
  const answer = await simulator.authorized(
    "DELETE",
    `/reservations/${made.reservation_reference}?booking_reservation_reference=${made.reservation_details[at]?.booking_reservation_reference}`,
  );
  return (answer.body as { data: { reservation: typeof made } }).data.reservation.reservation_details.map(
    ({ booking_status: status }) => status,
  );
}

async function discounted(code: string): Promise<unknown> {
  const made = await words.reserve(freesale);
  const answer = await simulator.authorized("POST", `/reservations/${made.reservation_reference}/promocode?promo_code=${code}`);
  return (answer.body as { data: { reservation: typeof made } }).data.reservation.reservation_pricing.price_total;
}

async function cancelled(query: (order: Order) => string): Promise<unknown> {
  const order = await anOrder();
  const answer = await simulator.authorized("DELETE", `/orders/${order.order_reference}?${query(order)}`);
  return (answer.body as { data: { order: Order } }).data.order.order_pricing.price_total;
}

async function refundsAfter(query: string): Promise<unknown> {
  const order = await anOrder();
  await simulator.authorized("POST", `/payments?order_reference=${order.order_reference}`, {});
  await simulator.authorized("DELETE", `/orders/${order.order_reference}?${query}`);
  const list = await simulator.authorized("GET", `/payments?order_reference=${order.order_reference}`);
  return (list.body as Payments).data.items?.length;
}

async function paidFor(query: (paid: Paid) => string): Promise<unknown> {
  const order = await anOrder();
  const answer = await simulator.authorized("POST", `/payments?${query({ order, payment: {} })}`, {});
  const payment = (answer.body as Partial<Payments>).data?.payment;
  return [answer.status, payment?.payment_amount, payment?.payment_class];
}

async function refunded(query: (paid: Paid) => string): Promise<unknown> {
  const order = await anOrder();
  const paid = await simulator.authorized("POST", `/payments?order_reference=${order.order_reference}`, {});
  const answer = await simulator.authorized("DELETE", `/payments?${query({ order, payment: (paid.body as Payments).data.payment ?? {} })}`);
  const refund = (answer.body as Partial<Payments>).data?.items?.[0];
  return [answer.status, refund?.payment_amount, refund?.payment_refund_reason];
}

async function stocked(quantity: string): Promise<unknown> {
  return (
    (await simulator.authorized("PUT", `/products/stock/ST70316?stock_items_available=${quantity}`)).text.includes(quantity) && quantity
  );
}

async function spotsWithout(slot: string): Promise<unknown> {
  await simulator.authorized("DELETE", `/availability?availability_id=${slot}`);
  return words.openSpots();
}

async function contactIn(which: "order" | "other"): Promise<unknown> {
  const { order, other, contactUid } = await aWorld(simulator, words);
  const reference = { order, other }[which].order_reference;
  await simulator.authorized("PUT", `/contacts/${contactUid}?order_reference=${reference}`, {
    data: { contact: { contact_name_first: "Changed" } },
  });
  return (await simulator.authorized("GET", `/orders/${order.order_reference}`)).text.includes("Changed");
}

const written = operations()
  .filter(({ method }) => method !== "GET")
  .flatMap((operation) => queriesOf(operation).map(({ name }) => [operation, name] as const));

it.each(written.map(([operation, name]) => [`${operation.id} ${name}`, operation, name] as const))(
  "%s is not ignored",
  async (key, operation, name) => {
    if (NOT_MODELLED[operation.id]?.[name] !== undefined) {
      const order = operation.id === "cancelOrder";
      const address = order
        ? `/orders/${(await anOrder()).order_reference}`
        : `/reservations/${(await words.reserve(freesale)).reservation_reference}`;
      const given = await simulator.authorized(operation.method, `${address}?${name}=rain`);
      expect(given.headers["simulator-note"]).toContain(`not modelled: ${name}`);
      return;
    }
    const [one, another] = WRITES[key] ?? [];
    const [first, second] = [await one?.(), await resetWorld(KNOWN_WORLD).then(() => another?.())];
    expect(first).toBeDefined();
    expect(second).not.toEqual(first);
  },
);

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
