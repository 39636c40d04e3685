import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { bookingWords, cart, direct, freesale, order, orderIn, tower, type BookingWords } from "@/lib/simulator/testing/booking";
import { contractProblems, errorModelProblems } from "@/lib/simulator/testing/contract";
import { testSimulator, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { resetWorld } from "@/lib/simulator/testing/reset";

let simulator: TestSimulator;
let words: BookingWords;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  words = bookingWords(simulator);
});

beforeEach(() => resetWorld(KNOWN_WORLD));

interface Payment {
  payment_id: string;
  payment_type: string;
  payment_amount: string;
  payment_total: string;
  payment_merchant_reference: string;
  payment_service_provider_reference: string;
}

async function pay(query: string): Promise<Payment> {
  const answer = await simulator.authorized("POST", `/payments?${query}`, { data: {} });
  expect([answer.status, contractProblems("addPayment", 200, answer.body)]).toEqual([200, []]);
  return (answer.body as { data: { payment: Payment } }).data.payment;
}

const refund = (query: string) => simulator.authorized("DELETE", `/payments?${query}`);

/** The amount of a refund that was made, or why it was not. */
function refunded(answer: Answer): string {
  if (answer.status !== 200) return (answer.body as { error_description: string }).error_description;
  expect(contractProblems("cancelPayment", 200, answer.body)).toEqual([]);
  return (answer.body as { data: { items: [Payment] } }).data.items[0].payment_amount;
}

async function paymentsOf(reference: string): Promise<string[]> {
  const list = await simulator.authorized("GET", `/payments?order_reference=${reference}`);
  expect(contractProblems("getPayments", 200, list.body)).toEqual([]);
  const { items } = (list.body as { data: { items: Payment[] } }).data;
  return items.map(({ payment_type: type, payment_amount: amount }) => `${type} ${amount}`).sort();
}

async function creditUsed(): Promise<string> {
  const answer = await simulator.authorized("GET", "/financials/credit");
  return (answer.body as { data: { credit: { credit_used: string } } }).data.credit.credit_used;
}

const confirm = (reference: string, settlement: string) =>
  order([{ booking_option_type: "CONFIRM_RESERVATION", reservation_reference: reference }], { order_settlement_type: settlement });

describe("a payment", () => {
  it("is needed before a reservation settles DIRECT", async () => {
    const made = await words.reserve(freesale);
    const confirm = [{ booking_option_type: "CONFIRM_RESERVATION", reservation_reference: made.reservation_reference }];
    const body = {
      data: {
        order: {
          order_distributor_id: "501",
          order_external_reference: "o",
          order_language: "en",
          order_settlement_type: "DIRECT",
          order_bookings: confirm,
        },
      },
    };
    expect((await simulator.authorized("POST", "/orders", body)).status).toBe(422);
    const paid = await simulator.authorized("POST", `/payments?order_reference=${made.reservation_reference}`, {
      data: { payment_request: { payment_object_type: "MANUAL" } },
    });
    expect([paid.status, contractProblems("addPayment", 200, paid.body)]).toEqual([200, []]);
    expect(paid.body).toMatchObject({ data: { payment: { payment_amount: "39.00", payment_currency_code: "EUR" } } });
    const order = await simulator.authorized("POST", "/orders", body);
    expect([order.status, orderIn(order).order_status]).toEqual([201, "ORDER_CONFIRMED"]);
  });

  it("is refunded in part, newest first, and never beyond what was paid", async () => {
    const made = await words.place([direct(freesale)]);
    await simulator.authorized("POST", `/payments?order_reference=${made.order_reference}`, { data: {} });
    const refund = await simulator.authorized("DELETE", `/payments?order_reference=${made.order_reference}&refund_amount=9.00`);
    expect([refund.status, contractProblems("cancelPayment", 200, refund.body)]).toEqual([200, []]);
    expect((await simulator.authorized("DELETE", `/payments?order_reference=${made.order_reference}&refund_amount=31.00`)).status).toBe(
      422,
    );
    const list = await simulator.authorized("GET", `/payments?order_reference=${made.order_reference}`);
    expect(contractProblems("getPayments", 200, list.body)).toEqual([]);
    const { items } = (list.body as { data: { items: { payment_type: string; payment_total: string }[] } }).data;
    expect(items.map((item) => [item.payment_type, item.payment_total])).toContainEqual(["REFUND", "30.00"]);
  });

  it("settles DIRECT only when all of the reservation is paid, part by part or at once", async () => {
    const made = await words.reserve(freesale, freesale);
    const [first, second] = made.reservation_details.map((item) => item.booking_reservation_reference);
    const at = `order_reference=${made.reservation_reference}`;
    expect(await pay(`${at}&booking_reference=${first}`)).toMatchObject({
      payment_amount: "39.00",
      payment_total: "39.00",
      payment_booking_references: [first],
    });
    const refused = await simulator.authorized("POST", "/orders", confirm(made.reservation_reference, "DIRECT"));
    expect([refused.status, errorModelProblems(refused.body), refused.text]).toEqual([422, [], expect.stringContaining("39.00 are open")]);
    expect((await simulator.authorized("POST", `/payments?${at}&booking_reference=${first}`, {})).text).toContain(
      "These bookings are paid already.",
    );
    expect(await pay(`${at}&booking_reference=${second}`)).toMatchObject({ payment_amount: "39.00", payment_total: "78.00" });
    const placed = await simulator.authorized("POST", "/orders", confirm(made.reservation_reference, "DIRECT"));
    expect(placed.status).toBe(201);
    expect(await paymentsOf(orderIn(placed).order_reference)).toEqual(["AUTHORIZATION 39.00", "AUTHORIZATION 39.00"]);
  });

  it("is not enough once it was refunded", async () => {
    const made = await words.reserve(freesale);
    await pay(`order_reference=${made.reservation_reference}`);
    expect(refunded(await refund(`order_reference=${made.reservation_reference}&refund_amount=0.01`))).toBe("0.01");
    expect((await simulator.authorized("POST", "/orders", confirm(made.reservation_reference, "DIRECT"))).text).toContain("0.01 are open");
  });

  it("freezes its reservation, which a refund thaws and only a cancellation of all of it ends", async () => {
    const made = await words.reserve(freesale, tower());
    const path = `/reservations/${made.reservation_reference}`;
    const [first] = made.reservation_details.map((item) => item.booking_reservation_reference);
    await pay(`order_reference=${made.reservation_reference}`);
    const attempts: [string, string, object?][] = [
      ["PUT", path, cart(freesale)],
      ["PUT", path, cart({ ...freesale, booking_reservation_reference: first })],
      ["DELETE", `${path}?booking_reservation_reference=${first}`],
      ["POST", `${path}/promocode?promo_code=SIM10`],
    ];
    for (const [method, at, body] of attempts) {
      const answer = await simulator.authorized(method, at, body);
      expect([method, answer.status, errorModelProblems(answer.body), answer.text]).toEqual([
        method,
        422,
        [],
        expect.stringContaining("The reservation is frozen"),
      ]);
    }
    await refund(`order_reference=${made.reservation_reference}`);
    expect((await simulator.authorized("PUT", path, cart(freesale))).status).toBe(200);
    const again = await pay(`order_reference=${made.reservation_reference}`);
    expect((await simulator.authorized("DELETE", path)).status).toBe(200);
    expect(await paymentsOf(made.reservation_reference)).toContain(`REFUND ${again.payment_amount}`);
    expect(refunded(await refund(`order_reference=${made.reservation_reference}`))).toBe("At most 0.00 can be refunded.");
  });

  it("is refunded for a booking, for a ticket, or for itself, found by any of their references", async () => {
    const made = await words.place([direct(freesale), direct(freesale)]);
    const [first, second] = made.order_bookings;
    const ticket = `product_type_transaction_id=${second?.product_type_details[0]?.product_type_transaction_id}`;
    const [one, other] = [
      await pay(`order_reference=${made.order_reference}&booking_reference=${first?.booking_reference}`),
      await pay(`order_reference=${made.order_reference}`),
    ];
    expect(refunded(await refund(ticket))).toBe("19.50");
    expect(refunded(await refund(ticket))).toBe("At most 0.00 can be refunded.");
    expect(refunded(await refund(`booking_reference=${second?.booking_reference}&refund_amount=20.00`))).toBe(
      "At most 19.50 can be refunded.",
    );
    expect(refunded(await refund(`payment_merchant_reference=${one.payment_merchant_reference}&refund_amount=4.00`))).toBe("4.00");
    expect(refunded(await refund(`payment_service_provider_reference=${one.payment_service_provider_reference}`))).toBe("35.00");
    expect(refunded(await refund(`payment_id=${one.payment_id}&order_reference=${made.order_reference}`))).toBe(
      "At most 0.00 can be refunded.",
    );
    expect(refunded(await refund(`booking_reference=${first?.booking_reference}`))).toBe("At most 0.00 can be refunded.");
    expect(refunded(await refund(`payment_id=${other.payment_id}`))).toBe("19.50");
    expect(refunded(await refund("payment_merchant_reference=nothing-like-it"))).toContain("Name an order");
  });

  it("is given back by a cancellation, unless that says not to, and the credit follows", async () => {
    const kept = await words.place([direct(freesale)]);
    await pay(`order_reference=${kept.order_reference}`);
    await simulator.authorized("DELETE", `/orders/${kept.order_reference}?payment_refund=false`);
    expect([await paymentsOf(kept.order_reference), await creditUsed()]).toEqual([["AUTHORIZATION 39.00"], "0.00"]);
    const made = await words.place([direct(freesale), direct(freesale)], { order_external_reference: "order-2" });
    await pay(`order_reference=${made.order_reference}&booking_reference=${made.order_bookings[0]?.booking_reference}`);
    expect(await creditUsed()).toBe("39.00");
    const tickets = made.order_bookings.flatMap((booking) => booking.product_type_details.map((line) => line.product_type_transaction_id));
    // 58.50 are left to be had for the order, of which 39.00 were paid: nothing to give back.
    await simulator.authorized("DELETE", `/orders/${made.order_reference}?product_type_transaction_id=${tickets[0]}`);
    expect([await paymentsOf(made.order_reference), await creditUsed()]).toEqual([["AUTHORIZATION 39.00"], "19.50"]);
    const names = made.order_bookings[1]?.booking_reference;
    await simulator.authorized("DELETE", `/orders/${made.order_reference}?booking_reference=${names}&cancellation_reason=rain`);
    expect([await paymentsOf(made.order_reference), await creditUsed()]).toEqual([["AUTHORIZATION 39.00", "REFUND 19.50"], "0.00"]);
    await simulator.authorized("DELETE", `/orders/${made.order_reference}`);
    expect([await paymentsOf(made.order_reference), await creditUsed()]).toEqual([
      ["AUTHORIZATION 39.00", "REFUND 19.50", "REFUND 19.50"],
      "0.00",
    ]);
  });

  it("counts for an order on account that its cart becomes, and is made once by callers that come at once", async () => {
    const made = await words.reserve(freesale);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => simulator.authorized("POST", `/payments?order_reference=${made.reservation_reference}`, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422]);
    const placed = await simulator.authorized("POST", "/orders", confirm(made.reservation_reference, "EXTERNAL"));
    expect([placed.status, await creditUsed()]).toEqual([201, "0.00"]);
    // By the cart's reference too: it is the order's money now.
    expect(refunded(await refund(`order_reference=${made.reservation_reference}&refund_amount=9.00`))).toBe("9.00");
    expect(await creditUsed()).toBe("9.00");
  });
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
