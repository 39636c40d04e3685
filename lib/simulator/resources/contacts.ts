import { worldOf, type Call, type Resource } from "@/lib/simulator/call";
import { envelope, listEnvelope } from "@/lib/simulator/envelope";
import { isOfDistributor } from "@/lib/simulator/sale";
import { Refusal } from "@/lib/simulator/refusal";
import { orderOf, type Order } from "@/lib/simulator/state";
import { inWorld, lastModifiedOf, type Row, type WorldRows } from "@/lib/simulator/store";
import { announce } from "@/lib/simulator/webhooks/announce";
import { readContact } from "@/lib/simulator/wire";

/** GET /contacts. */
export const listContacts: Resource = async (call) => {
  const type = call.query.text("contact_type");
  const external = call.query.text("contact_external_uid");
  const rows = await inWorld(worldOf(call), (world) => world.list("contact"));
  const contacts = rows
    .map(({ document }) => document)
    .filter((contact) => isOfDistributor(call.query) && (type === undefined || contact.contact_type === type))
    .filter((contact) => external === undefined || contact.contact_external_uid === external);
  return listEnvelope(call, "contact", contacts, lastModifiedOf(rows));
};

const VERSIONS_NOTE = "the documents name include_versions and not the member that has the older versions; contact_versions is modelled";

/** GET /contacts/{contact_uid}, with its older versions when they are asked for, newest first. */
export const getContact: Resource = async (call) => {
  const isWithVersions = call.query.flag("include_versions") === true;
  const { contact, versions } = await inWorld(worldOf(call), async (rows) => {
    const { reference, document } = await findContact(rows, call);
    return { contact: document, versions: isWithVersions ? await rows.listOf("contact-version", reference) : [] };
  });
  if (!isWithVersions) return envelope(call, "contact", { contact });
  const older = versions.map(({ document }) => document).toSorted((a, b) => versionOf(b) - versionOf(a));
  return envelope(call, "contact", { contact, contact_versions: older }, { note: VERSIONS_NOTE });
};

/** PUT /contacts/{contact_uid}: replaces, never merges (facts §4.10); named orders show it too. */
export const updateContact: Resource = async (call) => {
  const { contact } = readContact(call.body).data;
  const contactUid = call.path.contact_uid ?? "";
  const document = await inWorld(worldOf(call), async (rows) => {
    await rows.lock(`contact/${contactUid}`);
    const before = await findContact(rows, call);
    const made = {
      contact_type: "CONTACT",
      ...contact,
      contact_uid: contactUid,
      contact_version: versionOf(before.document) + 1,
      contact_created: before.document.contact_created,
      contact_modified: call.now.toISOString().replace("Z", "+00:00"),
    };
    await rows.insertIfAbsent("contact-version", {
      ...before,
      reference: `${contactUid}/${versionOf(before.document)}`,
      externalReference: contactUid,
    });
    await rows.update("contact", contactUid, made, call.now);
    for (const reference of call.query.texts("order_reference")) await updateOrderContact(rows, reference, made, call.now);
    await announce(rows, call, { event: "CONTACT_UPDATE", itemId: contactUid, item: () => ({ contact: made }) });
    return made;
  });
  return envelope(call, "contact", { contact: document });
};

function versionOf(contact: Record<string, unknown>): number {
  return Number(contact.contact_version ?? 1);
}

async function updateOrderContact(rows: WorldRows, reference: string, contact: { contact_uid: string }, now: Date): Promise<void> {
  const row = await rows.findToChange("order", reference);
  if (row === undefined)
    throw new Refusal(422, "/query/order_reference names no order", { errors: ["/query/order_reference names no order"] });
  const order = orderOf(row.document);
  const contacts = order.contacts.map((held) => (held.contact_uid === contact.contact_uid ? contact : held));
  await rows.update("order", reference, { ...order, contacts }, now);
}

async function findContact(rows: WorldRows, call: Call): Promise<Row> {
  const row = await rows.find("contact", call.path.contact_uid ?? "");
  if (row !== undefined) return row;
  throw new Refusal(404, "There is no contact with this id.", { errors: ["/path/contact_uid names no contact"] });
}

/** Contacts of an order become contacts of the account. One that is known already stays as it is. */
export async function keepContacts(rows: WorldRows, order: Order, now: Date): Promise<void> {
  // Always in the same order, so that two orders with the same contacts cannot wait for each other.
  const contacts = order.contacts.map((contact) => ({ reference: String(contact.contact_uid), document: contact }));
  for (const { reference, document } of contacts.toSorted((a, b) => (a.reference < b.reference ? -1 : 1))) {
    await rows.insertIfAbsent("contact", { reference, externalReference: null, document, createdAt: now, modifiedAt: now });
  }
}
