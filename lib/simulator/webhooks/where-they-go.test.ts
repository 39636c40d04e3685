/** What a webhook cannot be made to do: go where it must not, follow somebody, give a secret away. */
import { expect, it } from "vitest";
import { everywhereDb } from "@/lib/db/client";
import { simulatorDeliveries, simulatorRecords } from "@/lib/db/tables";
import { direct, freesale } from "@/lib/simulator/testing/booking";
import { aReceiver, status } from "@/lib/simulator/testing/receiver";
import { AUTH, NAMED, webhookWorld } from "@/lib/simulator/testing/webhooks";
import type { Resolve } from "@/lib/simulator/webhooks/post";

const world = webhookWorld();

it("a redirect is not followed and a refusal is not repeated", async () => {
  const elsewhere = await aReceiver();
  await world.register(["ORDER_CREATE"]);
  world.receiver.next.push(status(302, { location: elsewhere.url }));
  world.deliverer();
  await world.words.place([direct(freesale)]);
  const kept = await world.settled();
  expect([kept.notification_status, kept.notification_note]).toEqual(["FAILED", "The receiver answered 302; a redirect is not followed."]);
  expect([world.receiver.received.length, elsewhere.received.length]).toEqual([1, 0]);
});

it("a secret that the receiver says back is masked, and no answer of the API shows it", async () => {
  await world.register(["ORDER_CREATE"]);
  world.receiver.next.push((res, { headers }) => res.writeHead(401).end(`bad ${headers.authorization} or open sesame`));
  world.deliverer();
  await world.words.place([direct(freesale)]);
  const kept = await world.settled();
  expect(kept.notification_attempts[0]?.response_excerpt).toBe("bad Basic «secret» or «secret»");
  const shown =
    (await world.simulator.authorized("GET", "/webhooks")).text + (await world.simulator.authorized("GET", "/notifications")).text;
  expect([shown.includes(AUTH), shown.includes("open sesame")]).toEqual([false, false]);
  const rows = JSON.stringify([await everywhereDb().select().from(simulatorRecords), await everywhereDb().select().from(simulatorDeliveries)]);
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
  const made = await world.simulator.authorized("POST", "/webhooks", { data: { webhook } });
  expect([made.status, made.headers["simulator-note"]]).toEqual([200, expect.stringContaining("SIMULATOR_WEBHOOK_TARGETS")]);
  world.deliverer({ resolve });
  await world.words.place([direct(freesale)]);
  const kept = await world.settled();
  expect([kept.notification_status, kept.notification_attempts[0]?.response_status]).toEqual(["REFUSED", undefined]);
  expect(asked).toEqual([]);
});

it("a name that is allowed and leads to a private address is not dialled", async () => {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, done) => {
    asked.push(hostname);
    done(null, [{ address: "127.0.0.1", family: 4 }]);
  };
  await world.register(["ORDER_CREATE"], { webhook_url: `${NAMED}/hook` });
  world.deliverer({ resolve, retryDelaysMs: [] });
  await world.words.place([direct(freesale)]);
  expect((await world.settled()).notification_note).toContain("Not sent: hooks.example.com leads to an address that is not allowed.");
  expect(asked).toEqual(["hooks.example.com"]);
});

it.each([
  ["a line break in the secret", { webhook_auth: "a\r\nX-Evil: 1" }],
  ["an address that is none", { webhook_url: "http://" }],
  ["another scheme", { webhook_url: "file:///etc/passwd" }],
  ["credentials in the address", { webhook_url: "http://user:pass@127.0.0.1/" }],
])("%s is refused", async (_what, extras) => {
  const webhook = { webhook_events: ["ORDER_CREATE"], webhook_url: world.receiver.url, ...extras };
  expect((await world.simulator.authorized("POST", "/webhooks", { data: { webhook } })).status).toBe(400);
});

it("nothing failed inside the simulator", () => {
  expect(world.simulator.reported).toEqual([]);
});
