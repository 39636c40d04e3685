import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { contractProblems, errorModelProblems } from "@/lib/simulator/testing/contract";
import { testSimulator, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { moveClock, resetWorld } from "@/lib/simulator/world";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
});

beforeEach(async () => {
  await resetWorld(KNOWN_WORLD);
});

interface Doc {
  [name: string]: unknown;
}
interface Reservation {
  reservation_reference: string;
  reservation_valid_until: string;
  reservation_pricing: { price_total: string };
  reservation_details: { booking_reservation_reference: string; booking_status: string; product_id: string }[];
}
interface Order {
  order_reference: string;
  order_status: string;
  order_version: number;
  order_pricing: { price_total: string };
  order_contacts: Doc[];
  order_bookings: {
    booking_reference: string;
    booking_status: string;
    product_type_details: { product_type_code?: string; product_type_transaction_id: string }[];
  }[];
}

const TOWER_SLOT = "76038-20261101-1200";
const tower = (count = 2, slot = TOWER_SLOT) => ({
  product_id: "76038",
  product_availability_id: slot,
  product_type_details: [{ product_type_id: "7603811", product_type_count: count }],
});
const freesale = { product_id: "62519", product_type_details: [{ product_type_id: "6251911", product_type_count: 2 }] };
const supplierTour = {
  product_id: "62564",
  product_availability_id: "62564-20261101-1200",
  product_type_details: [{ product_type_id: "6256411", product_type_count: 1 }],
};

function cart(...details: Doc[]): object {
  return {
    data: { reservation: { reservation_distributor_id: "501", reservation_external_reference: "cart-1", reservation_details: details } },
  };
}

function order(bookings: Doc[], extras: Doc = {}): object {
  return {
    data: {
      order: {
        order_distributor_id: "501",
        order_external_reference: "order-1",
        order_language: "en",
        order_contacts: [{ contact_name_first: "Ada", contact_email: "ada@example.com" }],
        order_bookings: bookings,
        ...extras,
      },
    },
  };
}

const direct = (booking: Doc): Doc => ({ booking_option_type: "DIRECT_BOOKING", ...booking });

async function reserve(...details: Doc[]): Promise<Reservation> {
  const answer = await simulator.authorized("POST", "/reservations", cart(...details));
  expect([answer.status, contractProblems("createReservation", 201, answer.body)]).toEqual([201, []]);
  return reservationIn(answer);
}

const reservationIn = (answer: Answer) => (answer.body as { data: { reservation: Reservation } }).data.reservation;
const orderIn = (answer: Answer) => (answer.body as { data: { order: Order } }).data.order;

async function place(bookings: Doc[], extras: Doc = {}): Promise<Order> {
  const answer = await simulator.authorized("POST", "/orders", order(bookings, extras));
  expect([answer.status, contractProblems("createOrder", 201, answer.body)]).toEqual([201, []]);
  return orderIn(answer);
}

async function openSpots(slot = TOWER_SLOT): Promise<number> {
  const answer = await simulator.authorized("GET", "/products/76038/availability?from_date=2026-11-01&to_date=2026-11-01");
  const { items } = (
    answer.body as { data: { items: { availability_id: string; availability_spots: { availability_spots_open: number } }[] } }
  ).data;
  return items.find((item) => item.availability_id === slot)?.availability_spots.availability_spots_open ?? -1;
}

describe("a cart", () => {
  it("holds places until its hold lapses", async () => {
    const before = await openSpots();
    const made = await reserve(tower(3));
    expect(await openSpots()).toBe(before - 3);

    await moveClock(KNOWN_WORLD, 901);
    expect(await openSpots()).toBe(before);
    const answer = await simulator.authorized("GET", `/reservations/${made.reservation_reference}`);
    expect(reservationIn(answer).reservation_details[0]?.booking_status).toBe("BOOKING_RESERVATION_CANCELLED");
  });

  it("lets only that item lapse whose hold is over", async () => {
    const made = await reserve(tower(1));
    await moveClock(KNOWN_WORLD, 600);
    await simulator.authorized("PUT", `/reservations/${made.reservation_reference}`, cart(freesale));
    await moveClock(KNOWN_WORLD, 1000);
    const answer = await simulator.authorized("GET", `/reservations/${made.reservation_reference}`);
    expect(reservationIn(answer).reservation_details.map((item) => item.booking_status)).toEqual([
      "BOOKING_RESERVATION_CANCELLED",
      "BOOKING_RESERVED",
    ]);
  });

  it("is readable for ten days after the end of its hold", async () => {
    const made = await reserve(tower(1));
    await moveClock(KNOWN_WORLD, 900 + 10 * 86_400);
    expect((await simulator.authorized("GET", `/reservations/${made.reservation_reference}`)).status).toBe(200);
    await moveClock(KNOWN_WORLD, 901 + 10 * 86_400);
    expect((await simulator.authorized("GET", `/reservations/${made.reservation_reference}`)).status).toBe(404);
  });

  it("adds an item without a reference and replaces one with it", async () => {
    const before = await openSpots();
    const made = await reserve(tower(3));
    const [item] = made.reservation_details;
    const answer = await simulator.authorized(
      "PUT",
      `/reservations/${made.reservation_reference}`,
      cart({ ...tower(1), booking_reservation_reference: item?.booking_reservation_reference }, freesale),
    );
    expect(answer.status).toBe(200);
    expect(reservationIn(answer).reservation_details.map((detail) => detail.product_id)).toEqual(["76038", "62519"]);
    expect(await openSpots()).toBe(before - 1);
  });

  it("gives places back when items or all of it are cancelled", async () => {
    const before = await openSpots();
    const made = await reserve(tower(3), freesale);
    const [item] = made.reservation_details;
    await simulator.authorized(
      "DELETE",
      `/reservations/${made.reservation_reference}?booking_reservation_reference=${item?.booking_reservation_reference}`,
    );
    expect(await openSpots()).toBe(before);
    const answer = await simulator.authorized("DELETE", `/reservations/${made.reservation_reference}`);
    expect(reservationIn(answer).reservation_details.map((detail) => detail.booking_status)).toEqual([
      "BOOKING_RESERVATION_CANCELLED",
      "BOOKING_RESERVATION_CANCELLED",
    ]);
  });

  it("is re-priced by a promo code and back", async () => {
    const made = await reserve(freesale);
    expect(made.reservation_pricing.price_total).toBe("39.00");
    const path = `/reservations/${made.reservation_reference}/promocode`;
    expect(reservationIn(await simulator.authorized("POST", `${path}?promo_code=SIM10`)).reservation_pricing.price_total).toBe("35.10");
    expect(reservationIn(await simulator.authorized("DELETE", `${path}/SIM10`)).reservation_pricing.price_total).toBe("39.00");
  });

  it.each(["SIMEXPIRED", "SIMBIGCART", "NOTACODE"])("declines the promo code %s with a sentence for the guest", async (code) => {
    const made = await reserve(freesale);
    const answer = await simulator.authorized("POST", `/reservations/${made.reservation_reference}/promocode?promo_code=${code}`);
    expect([answer.status, answer.body]).toEqual([422, expect.objectContaining({ error: "INVALID_PROMOCODE" })]);
  });

  it("never sells a place twice to forty at once", async () => {
    const open = await openSpots();
    const answers = await Promise.all(Array.from({ length: 40 }, () => simulator.authorized("POST", "/reservations", cart(tower(3)))));
    const sold = answers.filter(({ status }) => status === 201).length;
    expect(sold).toBe(Math.floor(open / 3));
    expect(answers.every(({ status }) => status === 201 || status === 422)).toBe(true);
    expect(await openSpots()).toBe(open - 3 * sold);
  });
});

describe("a booking that breaks a rule", () => {
  it.each<[string, Doc, string]>([
    ["an unknown product", { ...freesale, product_id: "1" }, "product_id names no product"],
    ["a missing availability", { ...tower(), product_availability_id: null }, "product_availability_id is missing"],
    ["another product's availability", tower(1, "62520-20261101-1000"), "names no availability"],
    ["a slot in the past", tower(1, "76038-20261001-1200"), "in the past"],
    [
      "another product's ticket type",
      { ...freesale, product_type_details: [{ product_type_id: "7603811", product_type_count: 1 }] },
      "names no ticket type",
    ],
    [
      "the venue's instant under another offset",
      { ...tower(), booking_travel_date: "2026-11-01T11:00:00+00:00" },
      "must have the venue's offset: 2026-11-01T12:00:00+01:00",
    ],
    [
      "fewer than the product is sold from",
      {
        product_id: "62525",
        product_availability_id: "62525-20261101-1200",
        product_type_details: [{ product_type_id: "6252511", product_type_count: 1 }],
      },
      "is sold from 2",
    ],
    [
      "more than the product is sold up to",
      {
        product_id: "62525",
        product_availability_id: "62525-20261101-1200",
        product_type_details: [{ product_type_id: "6252511", product_type_count: 7 }],
      },
      "is sold up to 6",
    ],
    [
      "no pick-up point",
      {
        product_id: "62535",
        product_availability_id: "62535-20261101-0900",
        product_type_details: [{ product_type_id: "6253511", product_type_count: 1 }],
      },
      "product_pickup_point_id is missing",
    ],
    [
      "an unanswered question",
      {
        product_id: "62653",
        product_availability_id: "62653-20261101-1800",
        product_type_details: [{ product_type_id: "6265311", product_type_count: 1 }],
      },
      "mandatory question q-allergy",
    ],
    [
      "a package without its parts",
      {
        product_id: "62532",
        product_availability_id: "62532-20261101-0000",
        product_type_details: [{ product_type_id: "6253211", product_type_count: 1 }],
      },
      "no entry for product 900101",
    ],
    [
      "a part on its own",
      { product_id: "900103", product_type_details: [{ product_type_id: "90010311", product_type_count: 1 }] },
      "only as part of a package",
    ],
  ])("%s is refused with the field", async (_case, detail, problem) => {
    const answer = await simulator.authorized("POST", "/reservations", cart(detail));
    expect([answer.status, errorModelProblems(answer.body)]).toEqual([422, []]);
    expect(answer.text).toContain(problem);
  });

  it("takes a package with its parts, and their places", async () => {
    const made = await reserve({
      product_id: "62532",
      product_availability_id: "62532-20261101-0000",
      product_type_details: [{ product_type_id: "6253211", product_type_count: 2 }],
      product_combi_details: [
        { product_id: "900101", product_availability_id: "900101-20261101-1000" },
        { product_id: "900102", product_availability_id: "900102-20261101-1500" },
      ],
    });
    expect(made.reservation_pricing.price_total).toBe("78.00");
  });
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
    await moveClock(KNOWN_WORLD, 3600);
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
    await moveClock(KNOWN_WORLD, 21);
    const settled = orderIn(await simulator.authorized("GET", `/orders/${made.order_reference}`));
    expect([settled.order_status, settled.order_bookings[0]?.booking_status]).toEqual(["ORDER_CONFIRMED", "BOOKING_CONFIRMED"]);
    expect(settled.order_bookings[0]?.product_type_details[0]?.product_type_code).toMatch(/^SIM\d{12}$/);
  });

  it("is found by what is known of it", async () => {
    const made = await place([direct(freesale)]);
    const found = async (query: string) =>
      ((await simulator.authorized("GET", `/orders?${query}`)).body as { data: { total_items: number } }).data.total_items;
    expect(await found(`order_reference=${made.order_reference}`)).toBe(1);
    expect(await found("order_external_reference=order-1&order_contact_email=ada@example.com")).toBe(1);
    expect(await found("order_status=ORDER_CANCELLED")).toBe(0);
    await moveClock(KNOWN_WORLD, 100 * 86_400);
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
  const { registerClient } = await import("@/lib/simulator/accounts");
  const { basic } = await import("@/lib/simulator/testing/simulator");
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
