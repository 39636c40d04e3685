import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import {
  bookingWords,
  cart,
  direct,
  freesale,
  order,
  reservationIn,
  tower,
  TOWER_SLOT,
  type BookingWords,
  type Doc,
} from "@/lib/simulator/testing/booking";
import { testSimulator, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { resetWorld } from "@/lib/simulator/testing/reset";

let simulator: TestSimulator;
let words: BookingWords;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  words = bookingWords(simulator);
});

beforeEach(async () => {
  await resetWorld(KNOWN_WORLD);
});

interface Entry {
  availability_id: string;
  availability_active: boolean;
  availability_spots: { availability_spots_total: number; availability_spots_open: number };
  availability_pricing?: { product_type_id: string; availability_pricing_variation_amount: string }[];
}

const patch = (availability: Doc, slot = TOWER_SLOT) => simulator.authorized("PATCH", `/availability/${slot}`, { data: { availability } });
const reserve = (count: number, slot = TOWER_SLOT) => simulator.authorized("POST", "/reservations", cart(tower(count, slot)));

async function entries(productId: string, query = ""): Promise<Entry[]> {
  const answer = await simulator.authorized("GET", `/products/${productId}/availability?from_date=2026-11-01&to_date=2026-11-01${query}`);
  return (answer.body as { data: { items: Entry[] } }).data.items;
}

const entry = async (slot = TOWER_SLOT, query = "") =>
  (await entries(slot.split("-")[0] ?? "", query)).find(({ availability_id }) => availability_id === slot);

describe("a slot that a supplier changed", () => {
  it("has the places that were left open, and takes no more bookings than those", async () => {
    expect((await patch({ availability_spots: { availability_spots_open: 2 } })).status).toBe(200);
    expect((await entry())?.availability_spots.availability_spots_open).toBe(2);
    expect((await reserve(3)).status).toBe(422);
    expect((await reserve(2)).status).toBe(201);
    expect((await entry())?.availability_spots.availability_spots_open).toBe(0);
  });

  it("cannot have fewer places than are taken, or two contradicting numbers", async () => {
    await reserve(2);
    const total = (await entry())?.availability_spots.availability_spots_total ?? 0;
    expect((await patch({ availability_spots: { availability_spots_total: 1 } })).status).toBe(422);
    expect((await patch({ availability_spots: { availability_spots_total: total, availability_spots_open: total } })).status).toBe(400);
    expect((await entry())?.availability_spots.availability_spots_total).toBe(total);
  });

  it("is sold at its new price, and orders made before keep theirs", async () => {
    const before = await words.place([direct(tower(1))]);
    await patch({ availability_pricing: [{ product_type_id: "7603811", availability_pricing_variation_amount: "-2.50" }] });
    expect((await entry())?.availability_pricing).toContainEqual(
      expect.objectContaining({ product_type_id: "7603811", availability_pricing_variation_amount: "-2.50" }),
    );
    const after = await words.place([direct(tower(1))], { order_external_reference: "later" });
    expect([before.order_pricing.price_total, after.order_pricing.price_total]).toEqual(["17.00", "14.50"]);
    expect(
      (await patch({ availability_pricing: [{ product_type_id: "7603811", availability_pricing_variation_amount: "-20.00" }] })).status,
    ).toBe(422);
  });

  it("is closed: not listed unless asked for, and not sold", async () => {
    await patch({ availability_active: false });
    expect(await entry()).toBeUndefined();
    expect((await entry(TOWER_SLOT, "&include_disabled=true"))?.availability_active).toBe(false);
    expect((await reserve(1)).status).toBe(422);
    await patch({ availability_active: true });
    expect((await reserve(1)).status).toBe(201);
  });

  it("is removed only without bookings, and comes back when it is written again", async () => {
    const made = reservationIn(await reserve(1));
    const remove = () => simulator.authorized("DELETE", `/availability?availability_id=${TOWER_SLOT}`);
    expect((await remove()).status).toBe(422);
    await simulator.authorized("DELETE", `/reservations/${made.reservation_reference}`);
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 200]);
    expect(await entry(TOWER_SLOT, "&include_disabled=true")).toBeUndefined();
    expect((await reserve(1)).status).toBe(422);
    await patch({ availability_active: true });
    expect((await reserve(1)).status).toBe(201);
  });

  it("is changed with others in one call, or none of them is", async () => {
    const other = TOWER_SLOT.replace("1200", "1230");
    const put = (availability: Doc[]) => simulator.authorized("PUT", "/availability", { data: { availability } });
    const open = { availability_spots: { availability_spots_open: 1 } };
    expect(
      (
        await put([
          { availability_id: TOWER_SLOT, ...open },
          { availability_id: "76038-20261101-0301", ...open },
        ])
      ).status,
    ).toBe(422);
    expect((await entry())?.availability_spots.availability_spots_open).not.toBe(1);
    expect(
      (
        await put([
          { availability_id: TOWER_SLOT, ...open },
          { availability_id: other, ...open },
        ])
      ).status,
    ).toBe(200);
    expect([await words.openSpots(), await words.openSpots(other)]).toEqual([1, 1]);
  });

  it("never takes two bookings for one place", async () => {
    await patch({ availability_spots: { availability_spots_open: 3 } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => reserve(1)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  });

  it("is changed by a scope that reads and writes, not by one that only reads", async () => {
    const ask = async (scope: string): Promise<Answer> =>
      simulator.call("PATCH", `/availability/${TOWER_SLOT}`, {
        headers: {
          authorization: `Bearer ${await simulator.token(`https://www.prioticketapis.com/auth/${scope}`)}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ data: { availability: { availability_active: true } } }),
      });
    expect([(await ask("distributor.products.readonly")).status, (await ask("distributor/products")).status]).toEqual([403, 200]);
  });
});

describe("products with one capacity", () => {
  const slotOf = (product: string) => `${product}-20261101-1200`;
  const kayak = (product: string, type: string, count: number) => ({
    product_id: product,
    product_availability_id: slotOf(product),
    product_type_details: [{ product_type_id: type, product_type_count: count }],
  });
  const open = async (product: string) => (await entry(slotOf(product)))?.availability_spots.availability_spots_open;

  it("take places from each other, and give them back", async () => {
    await patch({ availability_spots: { availability_spots_open: 5 } }, slotOf("900201"));
    expect(await open("900202")).toBe(5);
    const made = await words.place([direct(kayak("900201", "90020111", 4))]);
    expect([await open("900201"), await open("900202")]).toEqual([1, 1]);
    expect((await simulator.authorized("POST", "/reservations", cart(kayak("900202", "90020211", 2)))).status).toBe(422);
    await simulator.authorized("DELETE", `/orders/${made.order_reference}`);
    expect([await open("900201"), await open("900202")]).toEqual([5, 5]);
  });

  it("say so, under one id", async () => {
    const { product } = ((await simulator.authorized("GET", "/products/900201")).body as { data: { product: Doc } }).data;
    expect(product).toMatchObject({ product_capacity_type: "SHARED", product_capacity_shared_id: "SH-KAYAK" });
    const listed = await simulator.authorized(
      "GET",
      "/availability?product_id=900201&product_id=900202&availability_capacity_id=SH-KAYAK&from_date=2026-11-01&to_date=2026-11-01",
    );
    expect((listed.body as { data: { total_items: number } }).data.total_items).toBe(8);
  });

  it("keep to the party size of the one that has it", async () => {
    await patch({ availability_spots: { availability_spots_open: 8 } }, slotOf("900201"));
    expect((await simulator.authorized("POST", "/reservations", cart(kayak("900201", "90020111", 5)))).status).toBe(422);
    expect((await simulator.authorized("POST", "/reservations", cart(kayak("900202", "90020211", 5)))).status).toBe(201);
    expect(await entries("900201", "&party_size=5")).toEqual([]);
    expect((await entries("900202", "&party_size=3")).length).toBeGreaterThan(0);
  });
});

describe("calculated prices", () => {
  interface Priced extends Entry {
    availability_product_type_details: { product_type_id: string; product_type_pricing: { price_total: string } }[];
  }

  it("are today's, with what a supplier wrote in them, and said to be at an inferred address", async () => {
    await patch({ availability_pricing: [{ product_type_id: "7603811", availability_pricing_variation_amount: "-2.50" }] });
    const path = "/availability/calculated_pricing?product_id=76038&from_date=2026-11-01&to_date=2026-11-01";
    const answer = await simulator.authorized("GET", path);
    const { items } = (answer.body as { data: { items: Priced[] } }).data;
    const slot = items.find(({ availability_id }) => availability_id === TOWER_SLOT);
    expect(slot?.availability_product_type_details.map((type) => type.product_type_pricing.price_total)).toEqual(["14.50", "8.50"]);
    expect(answer.headers["simulator-note"]).toContain("inferred");
    expect((await simulator.authorized("GET", `/api/simulator/v3.5/distributor${path}`)).status).toBe(405);
  });
});

describe("another version", () => {
  const ask = (version: string, path: string) => simulator.authorized("GET", `/api/simulator/v${version}/distributor${path}`);

  it("knows the parameters that its documents have", async () => {
    expect((await ask("3.8", "/orders?booking_travel_date_from=2026-11-01T00:00:00%2B00:00")).status).toBe(200);
    const refused = await ask("3.5", "/orders?booking_travel_date_from=2026-11-01T00:00:00%2B00:00");
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("is a parameter of v3.8 only")]);
    expect((await ask("3.7", "/orders?booking_travel_date_from=2026-11-01T00:00:00%2B00:00")).status).toBe(200);
  });

  it("names itself in the body, and says what is not known of it", async () => {
    const answers = await Promise.all(["3.5", "3.6", "3.7", "3.8"].map((version) => ask(version, "/orders")));
    expect(answers.map(({ body }) => (body as { api_version: string }).api_version)).toEqual(["3.5.0", "3.6.0", "3.7.0", "3.8.0"]);
    expect(answers.map(({ headers }) => headers["simulator-note"])).toEqual([
      expect.stringContaining("booleans"),
      expect.stringContaining("no document of v3.6"),
      expect.stringContaining("no document of v3.7"),
      undefined,
    ]);
    expect((await ask("3.5", "/products/stock")).status).toBe(404);
  });
});

describe("credit", () => {
  const credit = async () =>
    (
      (await simulator.authorized("GET", "/financials/credit")).body as {
        data: { credit: { credit_used: string; credit_available: string } };
      }
    ).data.credit;

  it("is used up by orders on account and given back by payments and cancellations", async () => {
    expect(await credit()).toMatchObject({ credit_used: "0.00", credit_available: "1000000.00" });
    const made = await words.place([direct(freesale)]);
    expect(await credit()).toMatchObject({ credit_used: "39.00", credit_available: "999961.00" });
    await simulator.authorized("POST", `/payments?order_reference=${made.order_reference}`, { data: {} });
    expect((await credit()).credit_used).toBe("0.00");
    await simulator.authorized("DELETE", `/payments?order_reference=${made.order_reference}&refund_amount=9.00`);
    expect((await credit()).credit_used).toBe("9.00");
    const second = await words.place([direct(freesale)], { order_external_reference: "second" });
    await simulator.authorized("DELETE", `/orders/${second.order_reference}`);
    expect((await credit()).credit_used).toBe("9.00");
  });

  it("is not touched by an order that was paid directly", async () => {
    const made = await words.reserve(freesale);
    await simulator.authorized("POST", `/payments?order_reference=${made.reservation_reference}`, { data: {} });
    const body = order([{ booking_option_type: "CONFIRM_RESERVATION", reservation_reference: made.reservation_reference }], {
      order_settlement_type: "DIRECT",
    });
    expect((await simulator.authorized("POST", "/orders", body)).status).toBe(201);
    expect((await credit()).credit_used).toBe("0.00");
  });
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
