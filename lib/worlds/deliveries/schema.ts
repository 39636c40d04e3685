import { z } from "zod";

/** What travels between the browser and the server about webhook deliveries of the simulator. */

const deliveryStatus = z.enum(["waiting", "delivered", "failed", "refused"]);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

/** @throws ZodError for a text that is no status */
export const deliveryStatusOf = (text: string): DeliveryStatus => deliveryStatus.parse(text);

const deliveryTry = z.strictObject({
  at: z.iso.datetime(),
  /** Null when no answer came. */
  status: z.int().nullable(),
  durationMs: z.number(),
  /** The beginning of the answer's body. */
  excerpt: z.string(),
  /** Why it did not count as delivered; null when it did. */
  problem: z.string().nullable(),
});

const delivery = z.strictObject({
  id: z.string(),
  event: z.string(),
  /** Id of the order, product, … that it is about. */
  itemId: z.string(),
  url: z.string(),
  status: deliveryStatus,
  queuedAt: z.iso.datetime(),
  /** Null when it is over. */
  nextAt: z.iso.datetime().nullable(),
  tries: z.array(deliveryTry),
});
export type DeliveryView = z.infer<typeof delivery>;

const webhook = z.strictObject({
  id: z.string(),
  url: z.string().nullable(),
  events: z.array(z.string()),
  /** Why nothing is delivered to it; null when it is. */
  problem: z.string().nullable(),
});
export type WebhookView = z.infer<typeof webhook>;

const deliveryDetail = delivery.extend({
  /** As sent, secrets masked. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** As sent, personal data masked. */
  body: z.string(),
});
export type DeliveryDetail = z.infer<typeof deliveryDetail>;

export const deliveryList = z.strictObject({ deliveries: z.array(delivery), webhooks: z.array(webhook) });
export type DeliveryList = z.infer<typeof deliveryList>;

export const deliveryParams = z.strictObject({ delivery: z.uuid() });
export const listDeliveries = { answer: deliveryList };
export const readDelivery = { params: deliveryParams, answer: deliveryDetail };
export const repeatDelivery = { params: deliveryParams, answer: delivery };
