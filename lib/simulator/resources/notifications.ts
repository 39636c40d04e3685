import { worldOf, type Resource } from "@/lib/simulator/call";
import { listEnvelope, wholeList } from "@/lib/simulator/envelope";
import { impossible } from "@/lib/simulator/refusal";
import { inWorld } from "@/lib/simulator/store";
import { deliveryOf } from "@/lib/simulator/webhooks/announce";
import { pokeDeliverers } from "@/lib/simulator/webhooks/deliverer";
import { covers, EVENTS, SAMPLE_EVENT, type EventName } from "@/lib/simulator/webhooks/events";
import { notificationDocument } from "@/lib/simulator/webhooks/notification-document";
import { registeredOf, type Registered } from "@/lib/simulator/webhooks/registered";
import { findDelivery, listDeliveries, queueDeliveries, type DeliveryRow } from "@/lib/simulator/webhooks/store";
import { readSample } from "@/lib/simulator/wire";
import { factsOf, timeIn } from "@/lib/simulator/worlds/facts";

/** Older ones are on record and not shown. */
const MAX_LISTED = 1000;
const SAMPLE_ITEM = "100000000001";
const SAMPLE_NOTE = "A sample: nothing has changed.";

/** GET /notifications: what was sent, newest first, with every try. */
export const listNotifications: Resource = async (call) => {
  const [rows, shown] = [await listDeliveries(worldOf(call), MAX_LISTED), await documentIn(worldOf(call))];
  return listEnvelope(call, "notification", rows.map(shown), {
    note: "announced upstream and not there yet; the webhook, the address and the attempts are the simulator's own members",
  });
};

/** POST /notifications: has a sample sent, to one webhook or to all. */
export const addNotification: Resource = async (call) => {
  const wish = readSample(call.body).data.notification;
  const event = eventOf(wish.notification_event);
  const world = worldOf(call);
  const ids = await inWorld(world, async (rows) => {
    const webhooks = (await rows.list("webhook")).map(({ reference, document }) => ({ id: reference, webhook: registeredOf(document) }));
    const named = webhooks.filter(({ id }) => wish.webhook_id === undefined || id === wish.webhook_id);
    if (wish.webhook_id !== undefined && named.length === 0) throw impossible("/data/notification/webhook_id names no webhook");
    const news = (webhook: Registered) => ({
      event: event ?? sampleFor(webhook),
      itemId: wish.notification_item_id ?? SAMPLE_ITEM,
      item: () => ({}),
    });
    const deliveries = named.flatMap(({ id, webhook }) => deliveryOf(id, webhook, news(webhook), call.now, SAMPLE_NOTE) ?? []);
    await queueDeliveries(rows, deliveries);
    rows.afterCommit(pokeDeliverers);
    return deliveries.map(({ id }) => id);
  });
  const queued = await Promise.all(ids.map((id) => findDelivery(world, id)));
  const shown = await documentIn(world);
  const notes = [
    "the body of this operation is not documented: data.notification may name notification_event, notification_item_id and webhook_id",
  ];
  if (ids.length === 0) notes.push("no webhook with a webhook_url is registered, so nothing was sent: POST /webhooks first");
  return wholeList(
    call,
    "notification",
    queued.flatMap((row) => (row === undefined ? [] : shown(row))),
    { note: notes.join("; ") },
  );
};

async function documentIn(world: string): Promise<(row: DeliveryRow) => Record<string, unknown>> {
  const facts = await factsOf(world);
  return (row) => notificationDocument(row, (machine) => timeIn(facts, machine));
}

/** @throws Refusal 422 for an event that the simulator does not know */
function eventOf(name: string | undefined): EventName | undefined {
  if (name === undefined) return undefined;
  const event = EVENTS.find((known) => covers(name, known));
  if (event === undefined) throw impossible(`/data/notification/notification_event is none of ${EVENTS.join(", ")}`);
  return event;
}

/** The first event that the webhook wants to hear of. */
function sampleFor(webhook: Registered): EventName {
  return EVENTS.find((event) => webhook.shown.webhook_events.some((name) => name !== "*" && covers(name, event))) ?? SAMPLE_EVENT;
}
