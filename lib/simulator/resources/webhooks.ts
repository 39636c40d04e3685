import { worldOf, type Resource } from "@/lib/simulator/call";
import { envelope, listEnvelope } from "@/lib/simulator/envelope";
import { issuer } from "@/lib/simulator/issuer";
import { impossible, invalidRequest, notFound } from "@/lib/simulator/refusal";
import { json } from "@/lib/simulator/reply";
import { simulatorSettings } from "@/lib/simulator/settings";
import { inWorld } from "@/lib/simulator/store";
import { longVersion } from "@/lib/simulator/versions";
import { EVENTS, unknownEvents } from "@/lib/simulator/webhooks/events";
import { authPlace, registeredOf, type Registered } from "@/lib/simulator/webhooks/registered";
import { sealAuth } from "@/lib/simulator/webhooks/sealed-auth";
import { checkTarget } from "@/lib/simulator/webhooks/targets";
import { readWebhook } from "@/lib/simulator/wire";

const MASKED_AUTH = "********";
/** Each change of the world is written down once for each of them. */
const MAX_WEBHOOKS = 100;
const MAX_AUTH_CHARACTERS = 1000;

/** GET /webhooks. The secret that was given for Authorization is never shown again. */
export const listWebhooks: Resource = async (call) => {
  const id = call.query.text("webhook_id");
  const rows = await inWorld(worldOf(call), (world) => world.list("webhook"));
  const webhooks = rows.filter(({ reference }) => id === undefined || reference === id).map(({ document }) => registeredOf(document).shown);
  return listEnvelope(call, "webhook", webhooks);
};

/** POST /webhooks. An address that may not be delivered to is kept all the same; the note and each delivery say why nothing comes. */
export const addWebhook: Resource = async (call) => {
  const { webhook_auth: auth, ...wish } = readWebhook(call.body).data.webhook;
  checkUrl(wish.webhook_url);
  checkAuth(auth);
  const id = issuer().uuid();
  const shown = {
    ...wish,
    webhook_id: id,
    webhook_status: "ACTIVE",
    webhook_version: "1",
    webhook_payload: wish.webhook_payload ?? true,
    ...(auth === undefined ? {} : { webhook_auth: MASKED_AUTH }),
    webhook_created: call.now.toISOString().replace("Z", "+00:00"),
    webhook_created_name: call.grant?.clientId ?? "",
  };
  const sealed = auth === undefined ? {} : { sealedAuth: sealAuth(auth, authPlace(worldOf(call), id), simulatorSettings().signingKey) };
  const document: Registered = { shown, apiVersion: longVersion(call.version), ...sealed };
  await inWorld(worldOf(call), async (rows) => {
    await rows.lock("webhooks");
    if ((await rows.list("webhook")).length >= MAX_WEBHOOKS)
      throw impossible(`There are ${MAX_WEBHOOKS} webhooks already, which is the most that there may be.`);
    await rows.insert("webhook", {
      reference: id,
      externalReference: null,
      document: { ...document },
      createdAt: call.now,
      modifiedAt: call.now,
    });
  });
  return envelope(call, "webhook", { webhook: shown }, { note: noteOn(wish, auth) });
};

/** DELETE /webhooks/{webhook_id}. */
export const removeWebhook: Resource = async (call) => {
  const removed = await inWorld(worldOf(call), (rows) => rows.remove("webhook", call.path.webhook_id ?? ""));
  if (!removed) throw notFound("/path/webhook_id names no webhook");
  return json({ api_version: longVersion(call.version), data: { kind: "webhook", webhook_id: call.path.webhook_id } });
};

function checkUrl(url: string | undefined): void {
  if (url === undefined) return;
  const pointer = "/data/webhook/webhook_url";
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw invalidRequest([`${pointer} must be an address that begins with https:// or http://`]);
  const { username, password } = new URL(url);
  if (username !== "" || password !== "") throw invalidRequest([`${pointer} carries a user name; credentials belong into webhook_auth`]);
}

/** What an HTTP header can carry, and nothing that would end it. */
function checkAuth(auth: string | undefined): void {
  if (auth === undefined) return;
  const pointer = "/data/webhook/webhook_auth";
  if (auth.length > MAX_AUTH_CHARACTERS) throw invalidRequest([`${pointer} may have at most ${MAX_AUTH_CHARACTERS} characters`]);
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(auth))
    throw invalidRequest([`${pointer} must be text that an HTTP header can carry; usually base64 of user:password`]);
}

interface Wish {
  webhook_events: readonly string[];
  webhook_url?: string | undefined;
}

function noteOn({ webhook_events: events, webhook_url: url }: Wish, auth: string | undefined): string {
  const notes = [`the names of events are not published; the simulator sends ${EVENTS.join(" ")}, and a family or * covers several`];
  const unknown = unknownEvents(events).length;
  if (unknown > 0) notes.push(`${unknown} of the registered events will never be sent here`);
  const target = url === undefined ? undefined : checkTarget(url, simulatorSettings().webhookTargets ?? []);
  if (url === undefined) notes.push("there is no webhook_url, so nothing is sent; mail to webhook_email is not sent either");
  if (target?.ok === false) notes.push(`nothing will be delivered: ${target.problem}`);
  if (auth?.startsWith("Basic ") === true) notes.push("webhook_auth is sent behind the word Basic, which it has already");
  else if (auth?.includes(":") === true) notes.push("webhook_auth is sent as it is; receivers expect base64 of user:password");
  return notes.join("; ");
}
