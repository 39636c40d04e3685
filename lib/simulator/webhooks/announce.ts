import { issuer } from "@/lib/simulator/issuer";
import { DISTRIBUTOR } from "@/lib/simulator/sale";
import type { WorldRows } from "@/lib/simulator/store";
import { pokeDeliverers } from "@/lib/simulator/webhooks/deliverer";
import { covers, type EventName } from "@/lib/simulator/webhooks/events";
import { registeredOf, type Registered } from "@/lib/simulator/webhooks/registered";
import { queueDeliveries, UNTIL_IT_MOVES_MS, type NewDelivery } from "@/lib/simulator/webhooks/store";
import { isClockHeld } from "@/lib/simulator/worlds/store";

export interface News {
  event: EventName;
  itemId: string;
  /** What changed, as the API shows it, under its name: `{order: {…}}`. Asked for only when somebody wants to hear of it. */
  item: () => Record<string, unknown>;
  /** What the event and the item do not say by themselves. */
  note?: string;
  /** When it will have happened, by the world's clock; now when left out. */
  at?: Date;
}

/** Queues the news for every webhook of the world that covers it; sent once the transaction is through. */
export async function announce(rows: WorldRows, { now }: { now: Date }, ...news: readonly News[]): Promise<void> {
  const webhooks = await rows.list("webhook");
  const deliveries = webhooks.flatMap(({ reference, document }) => {
    const webhook = registeredOf(document);
    return news
      .filter(({ event }) => webhook.shown.webhook_events.some((name) => covers(name, event)))
      .flatMap((one) => deliveryOf(reference, webhook, one, now, one.note) ?? []);
  });
  const isHeld = deliveries.some(({ delayMs }) => delayMs > 0) && (await isClockHeld(rows.tx, rows.world));
  const waiting = (delayMs: number) => (delayMs > 0 && isHeld ? UNTIL_IT_MOVES_MS : delayMs);
  await queueDeliveries(
    rows,
    deliveries.map((delivery) => ({ ...delivery, delayMs: waiting(delivery.delayMs) })),
  );
  if (deliveries.length > 0) rows.afterCommit(pokeDeliverers);
}

/** Undefined for a webhook without an address. */
export function deliveryOf(webhookId: string, webhook: Registered, news: News, now: Date, note?: string): NewDelivery | undefined {
  const { webhook_url: url, webhook_payload: payload } = webhook.shown;
  if (url === undefined) return undefined;
  const id = issuer().uuid();
  const at = news.at ?? now;
  const body = {
    api_version: webhook.apiVersion,
    data: {
      kind: "notification",
      notification: {
        notification_id: id,
        notification_status: "SENT",
        notification_event: news.event,
        notification_account_id: DISTRIBUTOR.id,
        notification_item_id: news.itemId,
        ...(note === undefined ? {} : { notification_note: note }),
        notification_created: at.toISOString().replace("Z", "+00:00"),
      },
      ...(payload === false || payload === "false" ? {} : news.item()),
    },
  };
  return {
    id,
    webhookId,
    event: news.event,
    itemId: news.itemId,
    url,
    body: JSON.stringify(body),
    createdAt: at,
    delayMs: Math.max(0, at.getTime() - now.getTime()),
  };
}
