import { findProduct, hasSlots, isSellable, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { impossible } from "@/lib/simulator/refusal";
import { edited, variationCents, type SlotEdits } from "@/lib/simulator/slot-edits";
import { readSlotId, slotsOn, type Slot } from "@/lib/simulator/slots";
import { dailySupplementCents, typesOn, type TicketType } from "@/lib/simulator/ticket-types";
import type { BookingRequest } from "@/lib/simulator/wire";
import { dayIn, localText } from "@/lib/simulator/zoned-time";

/** A booking that obeys every rule of its product; whether there is room is for the database to say. */
export interface BookingPlan {
  product: CatalogueProduct;
  /** The day of the visit in the venue's calendar; undefined for open admission without a date. */
  day: string | undefined;
  slot: Slot | undefined;
  lines: readonly { type: TicketType; count: number; unitCents: number }[];
  parts: readonly { product: CatalogueProduct; slot: Slot | undefined }[];
  pickupId: string | undefined;
  /** Places needed in each slot. */
  seats: readonly { slot: Slot; seats: number }[];
}

/**
 * Checks a wish against the rules of its product (facts §4.2, §4.5).
 *
 * @param pointer - JSON pointer of the booking in the body, for the messages
 * @param edits - what was changed about the slots that it names
 * @throws Refusal 422 that names the field
 */
export function planBooking(request: BookingRequest, pointer: string, now: Date, edits: SlotEdits): BookingPlan {
  const product = findProduct(request.product_id);
  if (product === undefined) throw impossible(`${pointer}/product_id names no product`);
  if (!isSellable(product)) throw impossible(`${pointer}/product_id names a product that is not for sale (${product.seed.status})`);
  if (product.seed.subOnly === true) throw impossible(`${pointer}/product_id names a product that is sold only as part of a package`);

  const slot = slotFor(product, request.product_availability_id, `${pointer}/product_availability_id`, now, edits);
  const day = slot?.day ?? checkedDay(product, request.booking_travel_date, pointer);
  checkTravelDate(product, slot, request.booking_travel_date, pointer);
  const lines = linesOf(product, request, { day: day ?? dayIn(product.place.zone, now), slot }, pointer);
  const people = lines.reduce((sum, { type, count }) => sum + count * (type.seed.pax ?? 1), 0);
  checkQuantity(
    product,
    lines.reduce((sum, { count }) => sum + count, 0),
    pointer,
  );
  checkParty(slot, people, pointer);
  checkPickup(product, request.product_pickup_point_id, pointer);
  checkQuestions(product, request, pointer);
  const parts = partsOf(product, request, pointer, now, edits);
  const slots = [slot, ...parts.map((part) => part.slot)].flatMap((taken) => taken ?? []);
  return {
    product,
    day,
    slot,
    lines,
    parts,
    pickupId: request.product_pickup_point_id,
    seats: slots.map((taken) => ({ slot: taken, seats: people })),
  };
}

function slotFor(product: CatalogueProduct, id: string | undefined, pointer: string, now: Date, edits: SlotEdits): Slot | undefined {
  if (!hasSlots(product)) {
    if (id !== undefined) throw impossible(`${pointer} is not used: the product has open admission`);
    return undefined;
  }
  if (id === undefined) throw impossible(`${pointer} is missing: the product is sold by availability`);
  const read = readSlotId(id);
  const known = read?.productId === product.seed.id ? slotsOn(product, read.day).find((candidate) => candidate.id === id) : undefined;
  const slot = known === undefined ? undefined : edited(known, edits);
  if (slot === undefined) throw impossible(`${pointer} names no availability of product ${product.seed.id}`);
  if (!slot.isActive) throw impossible(`${pointer} is closed for sale`);
  if (slot.to <= now) throw impossible(`${pointer} is in the past`);
  return slot;
}

function checkedDay(product: CatalogueProduct, travelDate: string | undefined, pointer: string): string | undefined {
  if (travelDate === undefined) return undefined;
  const instant = new Date(travelDate);
  if (Number.isNaN(instant.getTime())) throw impossible(`${pointer}/booking_travel_date is not a date`);
  return dayIn(product.place.zone, instant);
}

/** The same instant under another offset counts as wrong (facts §1.3). */
function checkTravelDate(product: CatalogueProduct, slot: Slot | undefined, travelDate: string | undefined, pointer: string): void {
  if (travelDate === undefined) return;
  const instant = new Date(travelDate);
  if (Number.isNaN(instant.getTime())) throw impossible(`${pointer}/booking_travel_date is not a date`);
  const right = localText(product.place.zone, instant);
  if (travelDate.slice(-6) !== right.slice(-6)) throw impossible(`${pointer}/booking_travel_date must have the venue's offset: ${right}`);
  if (slot !== undefined && dayIn(product.place.zone, instant) !== slot.day) {
    throw impossible(`${pointer}/booking_travel_date is another day than the availability (${slot.day})`);
  }
}

function linesOf(
  product: CatalogueProduct,
  request: BookingRequest,
  { day, slot }: { day: string; slot: Slot | undefined },
  pointer: string,
): BookingPlan["lines"] {
  const types = typesOn(product, day);
  const counts = new Map<TicketType, number>();
  request.product_type_details.forEach(({ product_type_id: id, product_type_count: count }, at) => {
    const type = types.find((candidate) => candidate.id === id);
    if (type === undefined)
      throw impossible(
        `${pointer}/product_type_details/${at}/product_type_id names no ticket type of product ${product.seed.id} on ${day}`,
      );
    // A count of two may come as one line or as two (facts §4.7).
    counts.set(type, (counts.get(type) ?? 0) + count);
  });
  for (const type of types) {
    const count = counts.get(type) ?? 0;
    if (type.seed.min !== undefined && count < type.seed.min)
      throw impossible(`${pointer} needs at least ${type.seed.min} of ticket type ${type.id}`);
    if (type.seed.max !== undefined && count > type.seed.max)
      throw impossible(`${pointer} may have at most ${type.seed.max} of ticket type ${type.id}`);
  }
  return [...counts].map(([type, count]) => ({
    type,
    count,
    unitCents: type.priceCents + (variationCents(slot, type.id) ?? dailySupplementCents(product, type, day)),
  }));
}

const DEFAULT_QUANTITY = { min: 1, max: 20 };

function checkQuantity({ seed }: CatalogueProduct, count: number, pointer: string): void {
  const { min, max } = seed.quantity ?? DEFAULT_QUANTITY;
  if (count < min) throw impossible(`${pointer} has ${count} tickets; product ${seed.id} is sold from ${min}`);
  if (count > max) throw impossible(`${pointer} has ${count} tickets; product ${seed.id} is sold up to ${max}`);
}

/** The documents name the field and not its meaning: here it is the most people that one booking may bring. */
function checkParty(slot: Slot | undefined, people: number, pointer: string): void {
  if (slot?.partySize === undefined || people <= slot.partySize) return;
  throw impossible(`${pointer} is for ${people} people; availability ${slot.id} takes parties of up to ${slot.partySize}`);
}

function checkPickup({ seed }: CatalogueProduct, id: string | undefined, pointer: string): void {
  const known = (seed.pickups ?? []).map((_, at) => `PU${at + 1}`);
  if (id === undefined && known.length > 0) throw impossible(`${pointer}/product_pickup_point_id is missing: one of ${known.join(", ")}`);
  if (id !== undefined && !known.includes(id)) throw impossible(`${pointer}/product_pickup_point_id names no pick-up point of the product`);
}

/** How an answer is written is not documented: an option with any other member that has a value counts. */
function checkQuestions({ seed }: CatalogueProduct, request: BookingRequest, pointer: string): void {
  for (const { id, mandatory } of seed.questions ?? []) {
    const answered = request.product_options.some(
      (option) =>
        option.option_id === id &&
        Object.entries(option).some(
          ([name, value]) => name !== "option_id" && value !== "" && !(Array.isArray(value) && value.length === 0),
        ),
    );
    if (mandatory && !answered) throw impossible(`${pointer}/product_options has no answer to the mandatory question ${id}`);
  }
}

function partsOf(product: CatalogueProduct, request: BookingRequest, pointer: string, now: Date, edits: SlotEdits): BookingPlan["parts"] {
  return (product.seed.combi ?? []).flatMap((id) => {
    const part = findProduct(id);
    if (part === undefined) return [];
    const at = request.product_combi_details.findIndex((detail) => detail.product_id === id);
    const wish = request.product_combi_details[at];
    if (wish === undefined && hasSlots(part)) throw impossible(`${pointer}/product_combi_details has no entry for product ${id}`);
    return [
      {
        product: part,
        slot: slotFor(part, wish?.product_availability_id, `${pointer}/product_combi_details/${at}/product_availability_id`, now, edits),
      },
    ];
  });
}
