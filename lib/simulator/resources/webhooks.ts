import { randomUUID } from "node:crypto";
import { worldOf, type Resource } from "@/lib/simulator/call";
import { envelope, listEnvelope } from "@/lib/simulator/envelope";
import { invalidRequest, notFound } from "@/lib/simulator/refusal";
import { json } from "@/lib/simulator/reply";
import { inWorld } from "@/lib/simulator/store";
import { readWebhook } from "@/lib/simulator/wire";

const NOTE = "the simulator keeps webhooks and does not deliver to them yet";

/** GET /webhooks. The secret that was given for Authorization is never shown again. */
export const listWebhooks: Resource = async (call) => {
  const id = call.query.text("webhook_id");
  const rows = await inWorld(worldOf(call), (world) => world.list("webhook"));
  const webhooks = rows.filter(({ reference }) => id === undefined || reference === id).map(({ document }) => document);
  return listEnvelope(call, "webhook", webhooks, { note: NOTE });
};

/** POST /webhooks. */
export const addWebhook: Resource = async (call) => {
  const { webhook_auth: auth, ...wish } = readWebhook(call.body).data.webhook;
  if (wish.webhook_url !== undefined && !/^https?:\/\//i.test(wish.webhook_url))
    throw invalidRequest(["/data/webhook/webhook_url must begin with https://"]);
  const webhook = {
    ...wish,
    webhook_id: randomUUID(),
    webhook_status: "ACTIVE",
    webhook_version: "1",
    webhook_payload: wish.webhook_payload ?? true,
    ...(auth === undefined ? {} : { webhook_auth: "********" }),
    webhook_created: call.now.toISOString().replace("Z", "+00:00"),
  };
  await inWorld(worldOf(call), (rows) =>
    rows.insert("webhook", {
      reference: webhook.webhook_id,
      externalReference: null,
      document: webhook,
      createdAt: call.now,
      modifiedAt: call.now,
    }),
  );
  return envelope(call, "webhook", { webhook }, { note: `${NOTE}; the names of events are not published, so any is taken` });
};

/** DELETE /webhooks/{webhook_id}. */
export const removeWebhook: Resource = async (call) => {
  const removed = await inWorld(worldOf(call), (rows) => rows.remove("webhook", call.path.webhook_id ?? ""));
  if (!removed) throw notFound("/path/webhook_id names no webhook");
  return json({ api_version: `${call.version}.0`, data: { kind: "webhook", webhook_id: call.path.webhook_id } });
};
