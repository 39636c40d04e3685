import { eq, sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { everywhereDb } from "@/lib/db/client";
import { simulatorDeliveries } from "@/lib/db/tables";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { direct, freesale, supplierTour, type Doc } from "@/lib/simulator/testing/booking";
import { silence, status } from "@/lib/simulator/testing/receiver";
import { AUTH, webhookWorld, type Notification } from "@/lib/simulator/testing/webhooks";
import { setClock } from "@/lib/simulator/world";

const world = webhookWorld();

it("a new order is told to whoever registered for it, with Basic auth and the order itself", async () => {
  await world.register(["ORDER_CREATE"]);
  world.deliverer();
  const order = await world.words.place([direct(freesale)]);
  const [sent] = await world.receiver.until(1);
  expect([sent?.method, sent?.path, sent?.headers["content-type"], sent?.headers.authorization]).toEqual([
    "POST",
    "/hook",
    "application/json; charset=utf-8",
    `Basic ${AUTH}`,
  ]);
  const body = JSON.parse(sent?.body ?? "") as { api_version: string; data: { notification: Notification; order: Doc } };
  expect(body.api_version).toBe("3.8.0");
  expect(body.data.notification).toMatchObject({ notification_event: "ORDER_CREATE", notification_item_id: order.order_reference });
  expect(body.data.order).toMatchObject({ order_reference: order.order_reference, order_status: "ORDER_CONFIRMED" });
  const kept = await world.settled();
  expect(kept).toMatchObject({
    notification_id: body.data.notification.notification_id,
    notification_status: "SENT",
    notification_attempts: [{ response_status: 200 }],
  });
  expect(world.receiver.received).toHaveLength(1);
});

it("a whole family is heard under its name, other spellings too, and without the payload when it is not wanted", async () => {
  await world.register(["order"], { webhook_payload: false });
  await world.register(["payment.created"]);
  world.deliverer();
  const order = await world.words.place([direct(freesale)]);
  await world.simulator.authorized("POST", `/payments?order_reference=${order.order_reference}`, { data: {} });
  await world.simulator.authorized("DELETE", `/orders/${order.order_reference}`);
  const sent = (await world.receiver.until(3)).map(({ body }) => JSON.parse(body) as { data: { notification: Notification; order?: Doc } });
  expect(sent.map(({ data }) => data.notification.notification_event).toSorted()).toEqual([
    "ORDER_CANCEL",
    "ORDER_CREATE",
    "PAYMENT_CREATE",
  ]);
  expect(sent.some(({ data }) => data.order !== undefined)).toBe(false);
});

it("carts, stock and contacts are told of, and a refused change is not", async () => {
  await world.register(["*"]);
  const cart = await world.words.reserve(freesale);
  await world.simulator.authorized("DELETE", `/reservations/${cart.reservation_reference}`);
  await world.simulator.authorized("PUT", "/products/stock/ST70316?stock_items_available=50");
  expect((await world.simulator.authorized("PUT", "/products/stock/ST1?stock_items_available=50")).status).toBe(404);
  expect((await world.notifications()).map(({ notification_event }) => notification_event).toSorted()).toEqual([
    "PRODUCT_UPDATE",
    "RESERVATION_CANCEL",
    "RESERVATION_CREATE",
  ]);
});

it("tickets that an order loses while the rest of it stays are revoked one by one, each named, and once", async () => {
  await world.register(["VOUCHER_REVOKE"]);
  world.deliverer();
  const order = await world.words.place([
    direct({ ...supplierTour, product_type_details: [{ product_type_id: "6256411", product_type_count: 3 }] }),
    direct(supplierTour),
  ]);
  await setClock(KNOWN_WORLD, { offsetSeconds: 30 });
  const [first, second] = order.order_bookings;
  const ticket = (at: number) => String(first?.product_type_details[at]?.product_type_transaction_id);
  const cancel = (query: string) => world.simulator.authorized("DELETE", `/orders/${order.order_reference}?${query}`);
  await cancel(`product_type_transaction_id=${ticket(0)}`);
  await cancel(`booking_reference=${second?.booking_reference}`);
  // The supplier has not answered yet; what it will say must not be lost by a further change.
  await cancel(`product_type_transaction_id=${ticket(1)}`);
  expect(await world.notifications()).toHaveLength(3);
  await setClock(KNOWN_WORLD, { offsetSeconds: 60 });
  const sent = (await world.receiver.until(3)).map(
    ({ body }) => (JSON.parse(body) as { data: { notification: Notification } }).data.notification,
  );
  const tour = String(second?.product_type_details[0]?.product_type_transaction_id);
  const line = (id: string, booking: string | undefined) => [order.order_reference, `ticket ${id} of booking ${String(booking)}`];
  expect(sent.map((one) => [one.notification_item_id, one.notification_note]).toSorted()).toEqual(
    [
      line(ticket(0), first?.booking_reference),
      line(ticket(1), first?.booking_reference),
      line(tour, second?.booking_reference),
    ].toSorted(),
  );
});

it("what a supplier answers later is told then, and moving the clock brings it forward", async () => {
  await world.register(["ORDER", "VOUCHER_RELEASE"]);
  world.deliverer();
  const order = await world.words.place([direct(supplierTour)]);
  expect(order.order_status).toBe("ORDER_PENDING");
  await world.receiver.until(1);
  await setClock(KNOWN_WORLD, { offsetSeconds: 21 });
  const sent = (await world.receiver.until(3)).map(
    ({ body }) => (JSON.parse(body) as { data: { notification: Notification; order: { order_status: string } } }).data,
  );
  expect(sent.map(({ notification, order: told }) => [notification.notification_event, told.order_status]).toSorted()).toEqual([
    ["ORDER_CREATE", "ORDER_PENDING"],
    ["ORDER_UPDATE", "ORDER_CONFIRMED"],
    ["VOUCHER_RELEASE", "ORDER_CONFIRMED"],
  ]);
});

it("a receiver that fails is tried again, and both tries are on record", async () => {
  await world.register(["ORDER_CREATE"]);
  world.receiver.next.push(status(500, {}, "the till is closed"), status(204));
  world.deliverer();
  await world.words.place([direct(freesale)]);
  await world.receiver.until(2);
  const kept = await world.settled();
  expect(kept.notification_status).toBe("SENT");
  expect(kept.notification_attempts.map(({ response_status, response_excerpt }) => [response_status, response_excerpt])).toEqual([
    [500, "the till is closed"],
    [204, ""],
  ]);
});

it("silence, 429 and a closed door are passing; after the last try it is over", async () => {
  await world.register(["ORDER_CREATE"]);
  world.receiver.next.push(silence, status(429), (res) => res.destroy(), status(503));
  world.deliverer();
  await world.words.place([direct(freesale)]);
  await world.receiver.until(4);
  const kept = await world.settled();
  expect(kept.notification_status).toBe("FAILED");
  expect(kept.notification_attempts.map(({ attempt_note }) => attempt_note)).toEqual([
    "No answer within 0.3 s.",
    "The receiver answered 429.",
    expect.stringContaining("closed the connection"),
    "The receiver answered 503. That was the last try.",
  ]);
  expect(world.receiver.received).toHaveLength(4);
});

it("what waits since before the clock was put back goes at once, and what is to happen later in the world does not", async () => {
  await world.register(["ORDER_CREATE"]);
  world.receiver.next.push(status(503));
  const before = world.deliverer({ retryDelaysMs: [7_200_000] });
  await world.words.place([direct(freesale)]);
  await expect.poll(async () => (await world.notifications())[0]?.notification_attempts.length).toBe(1);
  await before.stop();
  await world.words.place([direct(freesale)], { order_external_reference: "another" });
  const d = simulatorDeliveries;
  const [held] = await everywhereDb().select().from(d).where(eq(d.attempts, 0));
  if (held === undefined) throw new Error("Nothing was queued");
  await everywhereDb().insert(d).values({ ...held, id: crypto.randomUUID(), nextAt: new Date(Date.now() + 5 * 3_600_000) });
  const later = (column: string) => sql.raw(`${column} = ${column} + interval '1 hour'`);
  await everywhereDb().execute(sql`update simulator_deliveries set ${later("next_at")}, ${later("queued_at")},
    tries = (select coalesce(jsonb_agg(jsonb_set(try, '{at}', to_jsonb((try ->> 'at')::timestamptz + interval '1 hour'))), '[]') from jsonb_array_elements(tries) try)`);
  world.deliverer();
  await world.receiver.until(3);
  expect((await world.notifications()).map(({ notification_attempts }) => notification_attempts.length).toSorted()).toEqual([0, 1, 2]);
});

it("two deliverers share the work and never do one thing twice", async () => {
  await world.register(["ORDER_CREATE"]);
  const orders = await Promise.all(
    Array.from({ length: 12 }, (_, at) => world.words.place([direct(freesale)], { order_external_reference: `order-${at}` })),
  );
  world.deliverer();
  world.deliverer();
  await world.receiver.until(12);
  await vi.waitFor(async () => expect((await world.notifications()).every((one) => one.notification_status === "SENT")).toBe(true));
  const told = world.receiver.received.map(
    ({ body }) => (JSON.parse(body) as { data: { notification: Notification } }).data.notification.notification_item_id,
  );
  expect(told.toSorted()).toEqual(orders.map(({ order_reference }) => order_reference).toSorted());
});

it("what a process took and did not finish is delivered by the next one", async () => {
  await world.register(["ORDER_CREATE"]);
  await world.words.place([direct(freesale)]);
  // As a process leaves it that was killed between taking and sending.
  await everywhereDb()
    .update(simulatorDeliveries)
    .set({ attempts: 1, nextAt: new Date(Date.now() + 250) })
    .where(eq(simulatorDeliveries.world, KNOWN_WORLD));
  world.deliverer();
  await world.receiver.until(1);
  expect((await world.settled()).notification_status).toBe("SENT");
});

it("an order that failed to be made tells nobody", async () => {
  await world.register(["*"]);
  expect(
    (
      await world.simulator.authorized("POST", "/orders", {
        data: { order: { order_distributor_id: "501", order_external_reference: "x", order_language: "en", order_bookings: [] } },
      })
    ).status,
  ).toBe(422);
  expect(await world.notifications()).toEqual([]);
});

it("a sample is sent on demand, and says that it is one", async () => {
  const none = await world.simulator.authorized("POST", "/notifications", { data: { notification: {} } });
  expect([none.status, none.headers["simulator-note"]]).toEqual([200, expect.stringContaining("POST /webhooks first")]);
  const id = await world.register(["VOUCHER_RELEASE"]);
  await world.register(["ORDER"]);
  world.deliverer();
  const answer = await world.simulator.authorized("POST", "/notifications", { data: { notification: { webhook_id: id } } });
  expect(answer.body).toMatchObject({ data: { total_items: 1, items: [{ notification_event: "VOUCHER_RELEASE" }] } });
  const [sent] = await world.receiver.until(1);
  expect(sent?.body).toContain("A sample");
  expect(
    (await world.simulator.authorized("POST", "/notifications", { data: { notification: { notification_event: "LUNCH" } } })).status,
  ).toBe(422);
});

it("nothing failed inside the simulator", () => {
  expect(world.simulator.reported).toEqual([]);
});
