import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { registerClient } from "@/lib/simulator/accounts";
import {
  bookingWords,
  cart,
  direct,
  freesale,
  order,
  orderIn,
  reservationIn,
  supplierTour,
  tower,
  TOWER_SLOT,
  type BookingWords,
} from "@/lib/simulator/testing/booking";
import { controlOf, WORLD, type Control } from "@/lib/simulator/testing/control";
import { basic, testSimulator, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;
let words: BookingWords;
let control: Control;
/** The machine's clock. */
let now: Date;

const MOMENT = "2026-10-20T08:00:00.000Z";

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => now });
  words = bookingWords(simulator);
  control = controlOf(simulator);
});

beforeEach(async () => {
  now = new Date("2026-10-20T08:00:00Z");
  await control("DELETE", "?seed=");
});

const ok = (answer: Answer): Answer => {
  expect([answer.status < 300, answer.text]).toEqual([true, expect.any(String)]);
  return answer;
};

/** Every kind of thing that a world gives names to, and the refusals; as the bytes that came back. */
async function story(call: (method: string, path: string, body?: object) => Promise<Answer>): Promise<string[]> {
  const told: string[] = [];
  const tell = async (method: string, path: string, body?: object) => {
    const answer = await call(method, path, body);
    told.push(`${method} ${path} ${answer.status} ${answer.text}`);
    return answer;
  };
  await tell("POST", "/webhooks", { data: { webhook: { webhook_events: ["*"], webhook_url: "http://127.0.0.1:9/nobody" } } });
  const made = reservationIn(await tell("POST", "/reservations", cart(tower(2), freesale)));
  await tell("POST", `/reservations/${made.reservation_reference}/promocode?promo_code=SIM10`);
  const confirmed = orderIn(
    await tell(
      "POST",
      "/orders",
      order([{ booking_option_type: "CONFIRM_RESERVATION", reservation_reference: made.reservation_reference }]),
    ),
  );
  const at = `/orders/${confirmed.order_reference}`;
  const amended = direct({ ...freesale, booking_reference: confirmed.order_bookings[1]?.booking_reference });
  await tell("PUT", at, order([amended]));
  await tell("POST", `/payments?order_reference=${confirmed.order_reference}`, {});
  await tell("DELETE", `/payments?order_reference=${confirmed.order_reference}&refund_amount=1.00`);
  const supplied = orderIn(await tell("POST", "/orders", order([direct(supplierTour)], { order_external_reference: "order-2" })));
  await tell("GET", `${at}/voucher`);
  await tell("DELETE", `${at}?booking_reference=${confirmed.order_bookings[0]?.booking_reference}`);
  await tell("GET", `/orders/${supplied.order_reference}`);
  for (const path of ["/orders", "/payments", "/contacts", "/webhooks", "/notifications?items_per_page=100"]) await tell("GET", path);
  await tell("GET", "/orders/1234567890123");
  await tell("POST", "/orders", order([]));
  await tell("POST", "/reservations", {});
  await tell("GET", "/products?nonsense=1");
  return told;
}

describe("the same seed", () => {
  it("gives the same answers to the same calls, to the last byte, while the clock stands at the same moment", async () => {
    const run = async () => {
      await control("DELETE", "");
      expect((await control("PUT", "/clock", { now: MOMENT, held: true })).body).toEqual({
        world: { now: "2026-10-20T08:00:00.000+00:00", clock_offset_seconds: expect.any(Number), clock_held: true },
      });
      const told = await story(simulator.authorized);
      now = new Date(now.getTime() + 86_400_000);
      return told;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first.filter((line) => /^\S+ \S+ 2/.test(line))).toHaveLength(first.length - 4);
  });

  it("gives the same references and the same occupancy in another world, and another seed gives others", async () => {
    const secret = await registerClient({ clientId: "twin@example.com", world: "twin" });
    const headers = { authorization: basic("twin@example.com", secret.reveal()), "content-type": "application/json" };
    const body = { grant_type: "client_credentials" };
    const token = async () =>
      ((await simulator.call("POST", "/oauth2/token", { headers, body: JSON.stringify(body) })).body as { access_token: string })
        .access_token;
    const twin = async (method: string, path: string, sent?: object) =>
      simulator.call(method, path, {
        headers: { authorization: `Bearer ${await token()}`, "content-type": "application/json" },
        ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
      });
    const places = "/products/76038/availability?from_date=2026-11-01&to_date=2026-11-07";
    const seen = async (call: typeof twin) => [
      (await call("GET", places)).text,
      (await call("POST", "/reservations", cart(freesale))).text,
    ];
    const own = [await seen(simulator.authorized), await seen(twin)];
    expect(own[0]?.[0]).toBe(own[1]?.[0]);
    expect(own[0]?.[1]).not.toBe(own[1]?.[1]);
    await control("DELETE", "?seed=Lisbon%201");
    await control("DELETE", "?seed=Lisbon%201", undefined, headers);
    const dealt = await seen(twin);
    expect(dealt).toEqual(await seen(simulator.authorized));
    expect(dealt[0]).not.toBe(own[0]?.[0]);
    expect((await control("GET", "")).body).toMatchObject({ world: { seed: "Lisbon 1" } });
    await control("DELETE", "");
    expect(await seen(simulator.authorized)).toEqual(dealt);
    expect((await control("DELETE", `?seed=${"x".repeat(61)}`)).status).toBe(400);
  });

  it("gives no name twice, however many calls come at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        simulator.authorized("POST", "/orders", order([direct(freesale), direct(freesale)], { order_external_reference: `at-once-${at}` })),
      ),
    );
    const orders = answers.map((answer) => orderIn(ok(answer)));
    const bookings = orders.flatMap(({ order_bookings }) => order_bookings);
    const tickets = bookings.flatMap(({ product_type_details }) => product_type_details);
    const references = [
      ...orders.map(({ order_reference }) => order_reference),
      ...bookings.map(({ booking_reference }) => booking_reference),
    ];
    expect(references.every((reference) => /^[1-9]\d{12}$/.test(reference))).toBe(true);
    for (const names of [
      references,
      tickets.map(({ product_type_code }) => product_type_code),
      tickets.map(({ product_type_transaction_id }) => product_type_transaction_id),
    ]) {
      expect(names.length).toBeGreaterThanOrEqual(120);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe("a clock that stands", () => {
  it("lets nothing lapse until it is let go, and goes on from where it stood", async () => {
    await control("PUT", "/clock", { held: true });
    const before = await words.openSpots();
    const { reservation_reference } = await words.reserve(tower(2, TOWER_SLOT));
    now = new Date("2026-10-20T20:00:00Z");
    expect(await words.openSpots()).toBe(before - 2);
    expect((await control("PUT", "/clock", { advance_seconds: 899 })).body).toMatchObject({
      world: { now: "2026-10-20T08:14:59.000+00:00", clock_held: true },
    });
    expect(await words.openSpots()).toBe(before - 2);
    expect((await control("PUT", "/clock", { held: false })).body).toMatchObject({
      world: { now: "2026-10-20T08:14:59.000+00:00", clock_held: false, clock_offset_seconds: -42_301 },
    });
    now = new Date(now.getTime() + 1_000);
    expect(await words.openSpots()).toBe(before);
    expect((await simulator.authorized("GET", `/reservations/${reservation_reference}`)).text).toContain("BOOKING_RESERVATION_CANCELLED");
    expect((await control("DELETE", "/clock")).body).toMatchObject({ world: { clock_held: false, clock_offset_seconds: 0 } });
  });

  it("keeps back the news of what is to happen until it moves there", async () => {
    const waiting = async () => {
      const { rows } = await asOwner<{ event: string; seconds: string }>(
        "select event, extract(epoch from next_at - now()) as seconds from simulator_deliveries where world = 'known' order by event",
      );
      return Object.fromEntries(rows.map(({ event, seconds }) => [event, Number(seconds)]));
    };
    await control("PUT", "/clock", { held: true });
    await simulator.authorized("POST", "/webhooks", {
      data: { webhook: { webhook_events: ["ORDER"], webhook_url: "http://127.0.0.1:9/nobody" } },
    });
    await words.place([direct(supplierTour)]);
    expect((await waiting()).ORDER_CREATE).toBeLessThanOrEqual(0);
    expect((await waiting()).ORDER_UPDATE).toBeGreaterThan(86_400);
    await control("PUT", "/clock", { held: false });
    expect((await waiting()).ORDER_UPDATE).toBeGreaterThan(5);
    expect((await waiting()).ORDER_UPDATE).toBeLessThanOrEqual(20);
    await control("PUT", "/clock", { advance_seconds: 21, held: true });
    expect((await waiting()).ORDER_UPDATE).toBeLessThanOrEqual(0);
  });

  it.each([{}, { held: "yes" }, { now: MOMENT, offset_seconds: 1 }, { advance_seconds: 1.5 }])("is not set by %j", async (body) => {
    expect((await control("PUT", "/clock", body)).status).toBe(400);
  });
});

it("nothing failed inside the simulator", async () => {
  expect((await simulator.authorized("GET", WORLD)).status).toBe(200);
  expect(simulator.reported).toEqual([]);
});
