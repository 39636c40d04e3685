import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { bookingWords, cart, freesale, reservationIn, tower, type BookingWords, type Doc } from "@/lib/simulator/testing/booking";
import { errorModelProblems } from "@/lib/simulator/testing/contract";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { resetWorld } from "@/lib/simulator/testing/reset";
import { setClock } from "@/lib/simulator/world";

let simulator: TestSimulator;
let reserve: BookingWords["reserve"];

let openSpots: BookingWords["openSpots"];

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  ({ reserve, openSpots } = bookingWords(simulator));
});

beforeEach(async () => {
  await resetWorld(KNOWN_WORLD);
});

describe("a cart", () => {
  it("holds places until its hold lapses", async () => {
    const before = await openSpots();
    const made = await reserve(tower(3));
    expect(await openSpots()).toBe(before - 3);

    await setClock(KNOWN_WORLD, { offsetSeconds: 901 });
    expect(await openSpots()).toBe(before);
    const answer = await simulator.authorized("GET", `/reservations/${made.reservation_reference}`);
    expect(reservationIn(answer).reservation_details[0]?.booking_status).toBe("BOOKING_RESERVATION_CANCELLED");
  });

  it("lets only that item lapse whose hold is over", async () => {
    const made = await reserve(tower(1));
    await setClock(KNOWN_WORLD, { offsetSeconds: 600 });
    await simulator.authorized("PUT", `/reservations/${made.reservation_reference}`, cart(freesale));
    await setClock(KNOWN_WORLD, { offsetSeconds: 1000 });
    const answer = await simulator.authorized("GET", `/reservations/${made.reservation_reference}`);
    expect(reservationIn(answer).reservation_details.map((item) => item.booking_status)).toEqual([
      "BOOKING_RESERVATION_CANCELLED",
      "BOOKING_RESERVED",
    ]);
  });

  it("is readable for ten days after the end of its hold", async () => {
    const made = await reserve(tower(1));
    await setClock(KNOWN_WORLD, { offsetSeconds: 900 + 10 * 86_400 });
    expect((await simulator.authorized("GET", `/reservations/${made.reservation_reference}`)).status).toBe(200);
    await setClock(KNOWN_WORLD, { offsetSeconds: 901 + 10 * 86_400 });
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

  it("refuses to replace an item twice at once, and keeps it as it was", async () => {
    const before = await openSpots();
    const made = await reserve(tower(3));
    const twice = { ...tower(1), booking_reservation_reference: made.reservation_details[0]?.booking_reservation_reference };
    const answer = await simulator.authorized("PUT", `/reservations/${made.reservation_reference}`, cart(twice, twice));
    expect([answer.status, await openSpots()]).toEqual([422, before - 3]);
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

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
