import { expect, it } from "vitest";
import { controlOf } from "@/lib/simulator/testing/control";
import { webhookWorld } from "@/lib/simulator/testing/webhooks";

const world = webhookWorld();
const PATH = "/products/62519";

interface Told {
  data: {
    notification: { notification_event: string; notification_item_id: string };
    product: { product_id: string; product_content: { product_title: string } };
  };
}

it("a test product that is written anew, or put back, is told to the webhooks, and the new document is read at once", async () => {
  const control = controlOf(world.simulator);
  const seed = ((await control("GET", PATH)).body as { product: { document: { title: { en: string } } } }).product.document;
  await world.register(["PRODUCT_UPDATE"]);
  await control("PUT", PATH, { ...seed, title: { ...seed.title, en: "Changed here" } });
  const changed = (await world.simulator.authorized("GET", PATH)).headers["last-modified"] ?? "";
  await control("PUT", "/clock", { advance_seconds: 60 });
  await control("DELETE", PATH);
  // There is nothing to put back any more, and so nothing to tell.
  await control("DELETE", PATH);
  world.deliverer();
  await expect.poll(() => world.receiver.received.length).toBe(2);
  const told = world.receiver.received.map(({ body }) => (JSON.parse(body) as Told).data);
  expect(told.map(({ notification }) => [notification.notification_event, notification.notification_item_id])).toEqual(
    Array(2).fill(["PRODUCT_UPDATE", "62519"]),
  );
  expect(told.map(({ product }) => product.product_content.product_title).sort()).toEqual(["Changed here", seed.title.en].sort());
  const since = { "if-modified-since": changed };
  const restored = await world.simulator.authorized("GET", PATH, undefined, since);
  expect([restored.status, restored.body]).toMatchObject([
    200,
    { data: { product: { product_content: { product_title: seed.title.en } } } },
  ]);
});
