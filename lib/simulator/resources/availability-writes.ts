import { availabilityDocument, takenIn, UNUSED } from "@/lib/simulator/availability-document";
import { worldOf, type Call, type Resource } from "@/lib/simulator/call";
import { envelope, wholeList } from "@/lib/simulator/envelope";
import { impossible, invalidRequest, notFound } from "@/lib/simulator/refusal";
import { edited, editsOf, variationFrom, type SlotEdit } from "@/lib/simulator/slot-edits";
import { slotWithId, type Slot } from "@/lib/simulator/slots";
import { inWorld, type WorldRows } from "@/lib/simulator/store";
import { typesOn } from "@/lib/simulator/ticket-types";
import { announce } from "@/lib/simulator/webhooks/announce";
import { readAvailability, readAvailabilityBatch, type AvailabilityRequest } from "@/lib/simulator/wire";

const NOTE =
  "the bodies of availability writes are not documented; here they have the members of a read: availability_active, availability_label, availability_party_size, availability_spots, availability_pricing";
/** More than any product has in 90 days of half hours. */
const MAX_SLOTS = 500;

type Document = Record<string, unknown>;

/** PATCH /availability/{availability_id}. */
export const updateAvailability: Resource = async (call) => {
  const id = call.path.availability_id ?? "";
  if (slotWithId(id) === undefined) throw notFound("/path/availability_id names no availability");
  const wish = { ...readAvailability(call.body).data.availability, availability_id: id };
  const [availability] = await change(call, [{ wish, pointer: "/data/availability" }]);
  return envelope(call, "availability", { availability }, { note: NOTE });
};

/** PUT /availability: several slots, all of them or none. */
export const updateAvailabilityBatch: Resource = async (call) => {
  const wishes = readAvailabilityBatch(call.body).data.availability;
  const changed = await change(
    call,
    wishes.map((wish, at) => ({ wish, pointer: `/data/availability/${at}` })),
  );
  return wholeList(call, "availability", changed, { note: NOTE });
};

/** DELETE /availability: slots without bookings are gone from then on. A repeat changes nothing. */
export const removeAvailability: Resource = async (call) => {
  const ids = [...new Set(call.query.texts("availability_id"))];
  if (ids.length === 0) throw impossible("/query/availability_id is missing: it names the slots");
  if (ids.length > MAX_SLOTS) throw impossible(`At most ${MAX_SLOTS} slots in one call.`);
  const slots = ids.map((id) => slotWithId(id));
  const unknown = ids.filter((_, at) => slots[at] === undefined);
  if (unknown.length > 0)
    throw impossible(`/query/availability_id names no availability: ${unknown.slice(0, 10).join(", ").slice(0, 200)}`);
  const removed = await inWorld(worldOf(call), async (rows) => {
    const known = slots.flatMap((slot) => slot ?? []);
    await rows.lock(...known.map(({ capacityKey }) => `slot/${capacityKey}`));
    const edits = await editsOf(rows, known);
    const left = known.filter((slot) => edits.get(slot.id)?.isRemoved !== true);
    const uses = await rows.use([...new Set(left.map(({ capacityKey }) => capacityKey))], call.now);
    const taken = left.find(({ capacityKey }) => uses.has(capacityKey));
    if (taken !== undefined)
      throw impossible(`Availability ${taken.id} has bookings and cannot be removed; set availability_active to false to stop its sale.`);
    for (const slot of left) {
      await rows.put("slot", slot.id, { ...edits.get(slot.id), isRemoved: true, modified: call.now.toISOString() }, call.now);
      await announce(rows, call, { event: "AVAILABILITY_REMOVE", itemId: slot.id, item: () => ({}) });
    }
    return left.map(({ id }) => ({ availability_id: id, availability_active: false }));
  });
  return wholeList(call, "availability", removed, {
    note: "the parameters of this operation are not documented; here availability_id names the slots",
  });
};

async function change(call: Call, wishes: readonly { wish: AvailabilityRequest; pointer: string }[]): Promise<Document[]> {
  if (wishes.length > MAX_SLOTS) throw impossible(`At most ${MAX_SLOTS} slots in one call.`);
  const asked = wishes.map(({ wish, pointer }) => {
    const slot = slotWithId(wish.availability_id);
    if (slot === undefined) throw impossible(`${pointer}/availability_id names no availability`);
    return { wish, pointer, slot };
  });
  if (new Set(asked.map(({ slot }) => slot.id)).size < asked.length) throw impossible("/data/availability names a slot twice");
  return inWorld(worldOf(call), async (rows) => {
    await rows.lock(...asked.map(({ slot }) => `slot/${slot.capacityKey}`));
    const changed: Document[] = [];
    for (const one of asked) changed.push(await changeOne(rows, call, one));
    return changed;
  });
}

async function changeOne(
  rows: WorldRows,
  call: Call,
  { wish, pointer, slot }: { wish: AvailabilityRequest; pointer: string; slot: Slot },
): Promise<Document> {
  const before = await editsOf(rows, [slot]);
  const modified = call.now.toISOString();
  const { isRemoved: _removed, ...old } = before.get(slot.id) ?? { modified };
  const own: SlotEdit = { ...old, ...ownPart(wish, slot, pointer), modified };
  const use = (await rows.use([slot.capacityKey], call.now)).get(slot.capacityKey) ?? UNUSED;
  const total = totalAsked(wish, takenIn(slot, use), pointer);
  if (total === undefined && Object.keys(ownPart(wish, slot, pointer)).length === 0)
    throw impossible(`${pointer} changes nothing. ${NOTE}`);
  const isOneRow = slot.capacityKey === slot.id;
  await rows.put("slot", slot.id, { ...own, ...(isOneRow && total !== undefined ? { total } : {}) }, call.now);
  if (!isOneRow && total !== undefined) await rows.put("slot", slot.capacityKey, { total, modified }, call.now);
  const now = edited(slot, await editsOf(rows, [slot])) ?? slot;
  const document = availabilityDocument(now, use);
  await announce(rows, call, { event: "AVAILABILITY_UPDATE", itemId: slot.id, item: () => ({ availability: document }) });
  return document;
}

/** What is written about the slot alone. @throws Refusal 422 for a ticket type that is not sold on that day, or a price below zero */
function ownPart(wish: AvailabilityRequest, slot: Slot, pointer: string): Partial<SlotEdit> {
  const types = typesOn(slot.product, slot.day);
  const variations = wish.availability_pricing?.map(({ product_type_id: id, availability_pricing_variation_amount: amount }, at) => {
    const type = types.find((known) => known.id === id);
    if (type === undefined)
      throw impossible(
        `${pointer}/availability_pricing/${at}/product_type_id names no ticket type of product ${slot.product.seed.id} on ${slot.day}`,
      );
    if (type.priceCents + variationFrom(amount) < 0) throw impossible(`${pointer}/availability_pricing/${at} makes the price negative`);
    return [id, variationFrom(amount)] as const;
  });
  return {
    ...(wish.availability_active === undefined ? {} : { isActive: wish.availability_active }),
    ...(wish.availability_label === undefined ? {} : { label: wish.availability_label }),
    ...(wish.availability_party_size === undefined ? {} : { partySize: wish.availability_party_size }),
    ...(variations === undefined ? {} : { variations: Object.fromEntries(variations) }),
  };
}

/** Places in all, said outright or as what is to be left open. @throws Refusal when both are said and differ, or fewer than are taken */
function totalAsked({ availability_spots: spots }: AvailabilityRequest, taken: number, pointer: string): number | undefined {
  const { availability_spots_total: said, availability_spots_open: open } = spots ?? {};
  const total = said ?? (open === undefined ? undefined : taken + open);
  if (said !== undefined && open !== undefined && said !== taken + open)
    throw invalidRequest([`${pointer}/availability_spots: total ${said} and open ${open} contradict each other; ${taken} are taken`]);
  if (total !== undefined && total < taken)
    throw impossible(`${pointer}/availability_spots/availability_spots_total is ${total}; ${taken} places are taken`);
  return total;
}
