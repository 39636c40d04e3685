import { eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { simulatorDeliveries, simulatorRecords } from "@/lib/db/tables";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { bookingWords, direct, freesale, supplierTour, type BookingWords, type Doc } from "@/lib/simulator/testing/booking";
import { contractProblems } from "@/lib/simulator/testing/contract";
import { aReceiver, silence, status, type Receiver } from "@/lib/simulator/testing/receiver";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { startDeliverer, type Deliverer, type DelivererOptions } from "@/lib/simulator/webhooks/deliverer";
import type { Resolve } from "@/lib/simulator/webhooks/post";
import { moveClock, resetWorld } from "@/lib/simulator/world";

const AUTH = Buffer.from("partner:open sesame").toString("base64");
const NAMED = "http://hooks.example.com";

let simulator: TestSimulator;
let words: BookingWords;
let receiver: Receiver;
const deliverers: Deliverer[] = [];

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z"), webhookTargets: ["loopback", NAMED] });
  words = bookingWords(simulator);
});

beforeEach(async () => {
  await resetWorld(KNOWN_WORLD);
  receiver = await aReceiver();
});

afterEach(async () => {
  await Promise.all(deliverers.splice(0).map((deliverer) => deliverer.stop()));
});

function deliverer(options: DelivererOptions = {}): Deliverer {
  const made = startDeliverer({ pollMs: 20, timeoutMs: 300, retryDelaysMs: [30, 30, 30], ...options });
  deliverers.push(made);
  return made;
}

async function register(events: string[], extras: Doc = {}): Promise<string> {
  const webhook = { webhook_events: events, webhook_url: receiver.url, webhook_auth: AUTH, ...extras };
  const made = await simulator.authorized("POST", "/webhooks", { data: { webhook } });
  expect([made.status, contractProblems("addWebhook", 200, made.body)]).toEqual([200, []]);
  return (made.body as { data: { webhook: { webhook_id: string } } }).data.webhook.webhook_id;
}

interface Notification {
  notification_id: string;
  notification_status: string;
  notification_event: string;
  notification_item_id: string;
  notification_note?: string;
  notification_attempts: { response_status?: number; response_excerpt: string; attempt_note?: string; response_duration_ms: number }[];
}

async function notifications(): Promise<Notification[]> {
  const answer = await simulator.authorized("GET", "/notifications?items_per_page=100");
  expect([answer.status, contractProblems("getNotifications", 200, answer.body)]).toEqual([200, []]);
  return (answer.body as { data: { items: Notification[] } }).data.items;
}

/** The one notification, once its delivery is over. */
async function settled(): Promise<Notification> {
  return vi.waitFor(async () => {
    const [only] = await notifications();
    expect(only?.notification_status).not.toBe("PENDING");
    return only as Notification;
  });
}

it("a new order is told to whoever registered for it, with Basic auth and the order itself", async () => {
  await register(["ORDER_CREATE"]);
  deliverer();
  const order = await words.place([direct(freesale)]);
  const [sent] = await receiver.until(1);
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
  const kept = await settled();
  expect(kept).toMatchObject({
    notification_id: body.data.notification.notification_id,
    notification_status: "SENT",
    notification_attempts: [{ response_status: 200 }],
  });
  expect(receiver.received).toHaveLength(1);
});

it("a whole family is heard under its name, other spellings too, and without the payload when it is not wanted", async () => {
  await register(["order"], { webhook_payload: false });
  await register(["payment.created"]);
  deliverer();
  const order = await words.place([direct(freesale)]);
  await simulator.authorized("POST", `/payments?order_reference=${order.order_reference}`, { data: {} });
  await simulator.authorized("DELETE", `/orders/${order.order_reference}`);
  const sent = (await receiver.until(3)).map(({ body }) => JSON.parse(body) as { data: { notification: Notification; order?: Doc } });
  expect(sent.map(({ data }) => data.notification.notification_event).toSorted()).toEqual([
    "ORDER_CANCEL",
    "ORDER_CREATE",
    "PAYMENT_CREATE",
  ]);
  expect(sent.some(({ data }) => data.order !== undefined)).toBe(false);
});

it("carts, stock and contacts are told of, and a refused change is not", async () => {
  await register(["*"]);
  const cart = await words.reserve(freesale);
  await simulator.authorized("DELETE", `/reservations/${cart.reservation_reference}`);
  await simulator.authorized("PUT", "/products/stock/ST70316?stock_items_available=50");
  expect((await simulator.authorized("PUT", "/products/stock/ST1?stock_items_available=50")).status).toBe(404);
  expect((await notifications()).map(({ notification_event }) => notification_event).toSorted()).toEqual([
    "PRODUCT_UPDATE",
    "RESERVATION_CANCEL",
    "RESERVATION_CREATE",
  ]);
});

it("what a supplier answers later is told then, and moving the clock brings it forward", async () => {
  await register(["ORDER", "VOUCHER_RELEASE"]);
  deliverer();
  const order = await words.place([direct(supplierTour)]);
  expect(order.order_status).toBe("ORDER_PENDING");
  await receiver.until(1);
  await moveClock(KNOWN_WORLD, 21);
  const sent = (await receiver.until(3)).map(
    ({ body }) => (JSON.parse(body) as { data: { notification: Notification; order: { order_status: string } } }).data,
  );
  expect(sent.map(({ notification, order: told }) => [notification.notification_event, told.order_status]).toSorted()).toEqual([
    ["ORDER_CREATE", "ORDER_PENDING"],
    ["ORDER_UPDATE", "ORDER_CONFIRMED"],
    ["VOUCHER_RELEASE", "ORDER_CONFIRMED"],
  ]);
});

it("a receiver that fails is tried again, and both tries are on record", async () => {
  await register(["ORDER_CREATE"]);
  receiver.next.push(status(500, {}, "the till is closed"), status(204));
  deliverer();
  await words.place([direct(freesale)]);
  await receiver.until(2);
  const kept = await settled();
  expect(kept.notification_status).toBe("SENT");
  expect(kept.notification_attempts.map(({ response_status, response_excerpt }) => [response_status, response_excerpt])).toEqual([
    [500, "the till is closed"],
    [204, ""],
  ]);
});

it("silence, 429 and a closed door are passing; after the last try it is over", async () => {
  await register(["ORDER_CREATE"]);
  receiver.next.push(silence, status(429), (res) => res.destroy(), status(503));
  deliverer();
  await words.place([direct(freesale)]);
  await receiver.until(4);
  const kept = await settled();
  expect(kept.notification_status).toBe("FAILED");
  expect(kept.notification_attempts.map(({ attempt_note }) => attempt_note)).toEqual([
    "No answer within 0.3 s.",
    "The receiver answered 429.",
    expect.stringContaining("closed the connection"),
    "The receiver answered 503. That was the last try.",
  ]);
  expect(receiver.received).toHaveLength(4);
});

it("a redirect is not followed and a refusal is not repeated", async () => {
  const elsewhere = await aReceiver();
  await register(["ORDER_CREATE"]);
  receiver.next.push(status(302, { location: elsewhere.url }));
  deliverer();
  await words.place([direct(freesale)]);
  const kept = await settled();
  expect([kept.notification_status, kept.notification_note]).toEqual(["FAILED", "The receiver answered 302; a redirect is not followed."]);
  expect([receiver.received.length, elsewhere.received.length]).toEqual([1, 0]);
});

it("a secret that the receiver says back is masked, and no answer of the API shows it", async () => {
  await register(["ORDER_CREATE"]);
  receiver.next.push((res, { headers }) => res.writeHead(401).end(`bad ${headers.authorization} or open sesame`));
  deliverer();
  await words.place([direct(freesale)]);
  const kept = await settled();
  expect(kept.notification_attempts[0]?.response_excerpt).toBe("bad Basic «secret» or «secret»");
  const shown = (await simulator.authorized("GET", "/webhooks")).text + (await simulator.authorized("GET", "/notifications")).text;
  expect([shown.includes(AUTH), shown.includes("open sesame")]).toEqual([false, false]);
  const rows = JSON.stringify([await db().select().from(simulatorRecords), await db().select().from(simulatorDeliveries)]);
  expect([rows.includes(AUTH), rows.includes("open sesame")]).toEqual([false, false]);
});

it.each([
  "http://192.168.1.9/hook",
  "http://169.254.169.254/latest",
  "https://example.com/hook",
  "http://[::ffff:127.0.0.1]/hook",
  "http://0.0.0.0/hook",
])("%s is kept, said to get nothing, and neither resolved nor dialled", async (url) => {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, done) => {
    asked.push(hostname);
    done(null, [{ address: "127.0.0.1", family: 4 }]);
  };
  const webhook = { webhook_events: ["ORDER_CREATE"], webhook_url: url };
  const made = await simulator.authorized("POST", "/webhooks", { data: { webhook } });
  expect([made.status, made.headers["simulator-note"]]).toEqual([200, expect.stringContaining("SIMULATOR_WEBHOOK_TARGETS")]);
  deliverer({ resolve });
  await words.place([direct(freesale)]);
  const kept = await settled();
  expect([kept.notification_status, kept.notification_attempts[0]?.response_status]).toEqual(["REFUSED", undefined]);
  expect(asked).toEqual([]);
});

it("a name that is allowed and leads to a private address is not dialled", async () => {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, done) => {
    asked.push(hostname);
    done(null, [{ address: "127.0.0.1", family: 4 }]);
  };
  await register(["ORDER_CREATE"], { webhook_url: `${NAMED}/hook` });
  deliverer({ resolve, retryDelaysMs: [] });
  await words.place([direct(freesale)]);
  expect((await settled()).notification_note).toContain("Not sent: hooks.example.com leads to an address that is not allowed.");
  expect(asked).toEqual(["hooks.example.com"]);
});

it("two deliverers share the work and never do one thing twice", async () => {
  await register(["ORDER_CREATE"]);
  const orders = await Promise.all(
    Array.from({ length: 12 }, (_, at) => words.place([direct(freesale)], { order_external_reference: `order-${at}` })),
  );
  deliverer();
  deliverer();
  await receiver.until(12);
  await vi.waitFor(async () => expect((await notifications()).every((one) => one.notification_status === "SENT")).toBe(true));
  const told = receiver.received.map(
    ({ body }) => (JSON.parse(body) as { data: { notification: Notification } }).data.notification.notification_item_id,
  );
  expect(told.toSorted()).toEqual(orders.map(({ order_reference }) => order_reference).toSorted());
});

it("what a process took and did not finish is delivered by the next one", async () => {
  await register(["ORDER_CREATE"]);
  await words.place([direct(freesale)]);
  // As a process leaves it that was killed between taking and sending.
  await db()
    .update(simulatorDeliveries)
    .set({ attempts: 1, nextAt: new Date(Date.now() + 250) })
    .where(eq(simulatorDeliveries.world, KNOWN_WORLD));
  deliverer();
  await receiver.until(1);
  expect((await settled()).notification_status).toBe("SENT");
});

it("an order that failed to be made tells nobody", async () => {
  await register(["*"]);
  expect(
    (
      await simulator.authorized("POST", "/orders", {
        data: { order: { order_distributor_id: "501", order_external_reference: "x", order_language: "en", order_bookings: [] } },
      })
    ).status,
  ).toBe(422);
  expect(await notifications()).toEqual([]);
});

it("a sample is sent on demand, and says that it is one", async () => {
  const none = await simulator.authorized("POST", "/notifications", { data: { notification: {} } });
  expect([none.status, none.headers["simulator-note"]]).toEqual([200, expect.stringContaining("POST /webhooks first")]);
  const id = await register(["VOUCHER_RELEASE"]);
  await register(["ORDER"]);
  deliverer();
  const answer = await simulator.authorized("POST", "/notifications", { data: { notification: { webhook_id: id } } });
  expect(answer.body).toMatchObject({ data: { total_items: 1, items: [{ notification_event: "VOUCHER_RELEASE" }] } });
  const [sent] = await receiver.until(1);
  expect(sent?.body).toContain("A sample");
  expect((await simulator.authorized("POST", "/notifications", { data: { notification: { notification_event: "LUNCH" } } })).status).toBe(
    422,
  );
});

it.each([
  ["a line break in the secret", { webhook_auth: "a\r\nX-Evil: 1" }],
  ["an address that is none", { webhook_url: "http://" }],
  ["another scheme", { webhook_url: "file:///etc/passwd" }],
  ["credentials in the address", { webhook_url: "http://user:pass@127.0.0.1/" }],
])("%s is refused", async (_what, extras) => {
  const webhook = { webhook_events: ["ORDER_CREATE"], webhook_url: receiver.url, ...extras };
  expect((await simulator.authorized("POST", "/webhooks", { data: { webhook } })).status).toBe(400);
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
