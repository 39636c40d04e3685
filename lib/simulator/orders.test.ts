import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD, registerClient } from "@/lib/simulator/accounts";
import {
  bookingWords,
  cart,
  direct,
  freesale,
  order,
  orderIn,
  supplierTour,
  tower,
  type BookingWords,
  type Doc,
} from "@/lib/simulator/testing/booking";
import { contractProblems } from "@/lib/simulator/testing/contract";
import { basic, testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { resetWorld } from "@/lib/simulator/testing/reset";
import { setClock } from "@/lib/simulator/world";

let simulator: TestSimulator;
let reserve: BookingWords["reserve"];
let place: BookingWords["place"];
let openSpots: BookingWords["openSpots"];

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  ({ reserve, place, openSpots } = bookingWords(simulator));
});

beforeEach(async () => {
  await resetWorld(KNOWN_WORLD);
});

describe("an order", () => {
  it("books directly: each guest has a code", async () => {
    const before = await openSpots();
    const made = await place([direct(tower(2)), direct(freesale)]);
    expect(made.order_status).toBe("ORDER_CONFIRMED");
    expect(made.order_pricing.price_total).toBe("73.00");
    const codes = made.order_bookings.flatMap((booking) => booking.product_type_details.map((line) => line.product_type_code));
    expect(new Set(codes).size).toBe(4);
    expect(await openSpots()).toBe(before - 2);
  });

  it("confirms a cart with its promo code and closes it", async () => {
    const before = await openSpots();
    const made = await reserve(tower(2));
    await simulator.authorized("POST", `/reservations/${made.reservation_reference}/promocode?promo_code=SIM10`);
    const confirmed = await place([{ booking_option_type: "CONFIRM_RESERVATION", reservation_reference: made.reservation_reference }]);
    expect(confirmed.order_pricing.price_total).toBe("30.60");
    await setClock(KNOWN_WORLD, { offsetSeconds: 3600 });
    expect(await openSpots()).toBe(before - 2);
    expect((await simulator.authorized("PUT", `/reservations/${made.reservation_reference}`, cart(freesale))).status).toBe(422);
  });

  it("is one order however often the same request comes, also at once", async () => {
    const body = order([direct(freesale)]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => simulator.authorized("POST", "/orders", body)));
    expect(new Set(answers.map((answer) => orderIn(answer).order_reference)).size).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  });

  it.each<[string, Doc[], Doc, string]>([
    [
      "mixes direct bookings with a confirmation",
      [direct(freesale), { booking_option_type: "CONFIRM_RESERVATION", reservation_reference: "12345678" }],
      {},
      "mixes",
    ],
    [
      "confirms an unknown reservation",
      [{ booking_option_type: "CONFIRM_RESERVATION", reservation_reference: "12345678" }],
      {},
      "names no reservation",
    ],
    ["settles direct bookings DIRECT", [direct(freesale)], { order_settlement_type: "DIRECT" }, "cannot be DIRECT"],
    ["mixes currencies", [direct(freesale), direct(supplierTour)], {}, "cannot mix currencies"],
    ["was paid another amount", [direct(freesale)], { order_pricing: { price_total: "38.00" } }, "the order costs 39.00"],
  ])("is refused when it %s", async (_case, bookings, extras, problem) => {
    const answer = await simulator.authorized("POST", "/orders", order(bookings, extras));
    expect([answer.status, answer.text.includes(problem)]).toEqual([422, true]);
  });

  it("books all of it or nothing", async () => {
    const before = await openSpots();
    const answer = await simulator.authorized("POST", "/orders", order([direct(tower(1)), direct({ ...freesale, product_id: "1" })]));
    expect(answer.status).toBe(422);
    expect(await openSpots()).toBe(before);
  });

  it("is processed while the supplier's system has not answered, and has no codes yet", async () => {
    const made = await place([direct(supplierTour)]);
    expect([made.order_status, made.order_bookings[0]?.booking_status]).toEqual(["ORDER_PENDING", "BOOKING_PROCESSING_CONFIRMATION"]);
    expect(made.order_bookings[0]?.product_type_details[0]?.product_type_code).toBeUndefined();
    await setClock(KNOWN_WORLD, { offsetSeconds: 21 });
    const settled = orderIn(await simulator.authorized("GET", `/orders/${made.order_reference}`));
    expect([settled.order_status, settled.order_bookings[0]?.booking_status]).toEqual(["ORDER_CONFIRMED", "BOOKING_CONFIRMED"]);
    expect(settled.order_bookings[0]?.product_type_details[0]?.product_type_code).toMatch(/^SIM[0-9A-Z]{12}$/);
  });

  it("is found by what is known of it", async () => {
    const made = await place([direct(freesale)]);
    const found = async (query: string) =>
      ((await simulator.authorized("GET", `/orders?${query}`)).body as { data: { total_items: number } }).data.total_items;
    expect(await found(`order_reference=${made.order_reference}`)).toBe(1);
    expect(await found("order_external_reference=order-1&order_contact_email=ada@example.com")).toBe(1);
    expect(await found("order_status=ORDER_CANCELLED")).toBe(0);
    await setClock(KNOWN_WORLD, { offsetSeconds: 100 * 86_400 });
    expect(await found("")).toBe(0);
  });
});

describe("an amendment", () => {
  it("replaces the named booking, drops what is not sent and keeps the old version readable", async () => {
    const before = await openSpots();
    const made = await place([direct(tower(2)), direct(freesale)], { order_notes: [{ note_value: "window" }] });
    const [booking] = made.order_bookings;
    const body = order([direct({ ...tower(4), booking_reference: booking?.booking_reference, booking_version: 2 })], { order_version: 2 });
    const answer = await simulator.authorized("PUT", `/orders/${made.order_reference}`, body);
    expect([answer.status, contractProblems("updateOrder", 200, answer.body)]).toEqual([200, []]);
    const amended = orderIn(answer);
    expect([amended.order_version, amended.order_pricing.price_total, "order_notes" in amended]).toEqual([2, "107.00", false]);
    expect(await openSpots()).toBe(before - 4);
    const first = await simulator.authorized("GET", `/orders/${made.order_reference}?order_version=1`);
    expect(orderIn(first).order_pricing.price_total).toBe("73.00");
  });

  it("is refused under a version that is not the next", async () => {
    const made = await place([direct(freesale)]);
    const answer = await simulator.authorized("PUT", `/orders/${made.order_reference}`, order([], { order_version: 1 }));
    expect([answer.status, answer.text.includes("must be 2")]).toEqual([422, true]);
  });
});

describe("a cancellation", () => {
  it("takes the whole order and gives its places back; a repeat changes nothing", async () => {
    const before = await openSpots();
    const made = await place([direct(tower(2))]);
    const path = `/orders/${made.order_reference}?cancellation_reason=changed%20plans`;
    const answer = await simulator.authorized("DELETE", path);
    expect([answer.status, contractProblems("cancelOrder", 200, answer.body)]).toEqual([200, []]);
    expect([orderIn(answer).order_status, orderIn(answer).order_pricing.price_total]).toEqual(["ORDER_CANCELLED", "0.00"]);
    expect(await openSpots()).toBe(before);
    expect(orderIn(await simulator.authorized("DELETE", path)).order_version).toBe(orderIn(answer).order_version);
  });

  it("takes one booking or one guest", async () => {
    const before = await openSpots();
    const made = await place([direct(tower(2)), direct(freesale)]);
    const [towerBooking, freeBooking] = made.order_bookings;
    const guest = towerBooking?.product_type_details[0]?.product_type_transaction_id;
    const one = orderIn(await simulator.authorized("DELETE", `/orders/${made.order_reference}?product_type_transaction_id=${guest}`));
    expect([one.order_status, one.order_pricing.price_total, await openSpots()]).toEqual(["ORDER_CONFIRMED", "56.00", before - 1]);
    const two = orderIn(
      await simulator.authorized("DELETE", `/orders/${made.order_reference}?booking_reference=${freeBooking?.booking_reference}`),
    );
    expect([two.order_status, two.order_pricing.price_total]).toEqual(["ORDER_CONFIRMED", "17.00"]);
  });

  it("is refused for a product that cannot be cancelled, and then for the whole order", async () => {
    const concert = {
      product_id: "62524",
      product_availability_id: "62524-20261101-2015",
      product_type_details: [{ product_type_id: "6252411", product_type_count: 1 }],
    };
    const made = await place([direct(freesale), direct(concert)]);
    const answer = await simulator.authorized("DELETE", `/orders/${made.order_reference}`);
    expect([answer.status, answer.body]).toEqual([422, expect.objectContaining({ error: "INVALID_CANCELLATON" })]);
    const after = orderIn(await simulator.authorized("GET", `/orders/${made.order_reference}`));
    expect(after.order_bookings.map((booking) => booking.booking_status)).toEqual(["BOOKING_CONFIRMED", "BOOKING_CONFIRMED"]);
  });
});

describe("a contact", () => {
  it("is replaced, not merged, and in the orders that are named", async () => {
    const made = await place([direct(freesale)]);
    const uid = String(made.order_contacts[0]?.contact_uid);
    const answer = await simulator.authorized("PUT", `/contacts/${uid}?order_reference=${made.order_reference}`, {
      data: { contact: { contact_name_last: "Lovelace" } },
    });
    expect(contractProblems("updateContact", 200, answer.body)).toEqual([]);
    const { contact } = (answer.body as { data: { contact: Doc } }).data;
    expect(contact).toMatchObject({ contact_name_last: "Lovelace", contact_version: 2 });
    expect(contact).not.toHaveProperty("contact_email");
    const after = orderIn(await simulator.authorized("GET", `/orders/${made.order_reference}`));
    expect(after.order_contacts).toEqual([contact]);
  });
});

it("one world never sees another's orders", async () => {
  const made = await place([direct(freesale)]);
  const secret = await registerClient({ clientId: "other@example.com", world: "other" });
  const token = await simulator.call("POST", "/oauth2/token", {
    headers: { authorization: basic("other@example.com", secret.reveal()), "content-type": "application/json" },
    body: '{"grant_type":"client_credentials"}',
  });
  const authorization = `Bearer ${(token.body as { access_token: string }).access_token}`;
  expect((await simulator.call("GET", `/orders/${made.order_reference}`, { headers: { authorization } })).status).toBe(404);
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
