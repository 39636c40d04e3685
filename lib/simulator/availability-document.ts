import { fromCents } from "@/lib/simulator/money";
import { variationCents } from "@/lib/simulator/slot-edits";
import type { Slot } from "@/lib/simulator/slots";
import type { SlotUse } from "@/lib/simulator/store";
import { dailySupplementCents, pricing, typesOn } from "@/lib/simulator/ticket-types";
import { localText } from "@/lib/simulator/zoned-time";

export const UNUSED: SlotUse = { reserved: 0, booked: 0 };

/** Places that are taken, by partners and by others. */
export function takenIn(slot: Slot, use: SlotUse): number {
  return slot.takenByOthers + use.booked + use.reserved;
}

/** One entry of the availability as the API shows it (facts §4.4). */
export function availabilityDocument(slot: Slot, use: SlotUse): Record<string, unknown> {
  const { product, total, takenByOthers } = slot;
  const { seed, place } = product;
  return {
    availability_id: slot.id,
    availability_capacity_id: `C${seed.id}`,
    ...(slot.sharedId === undefined ? {} : { availability_capacity_shared_id: slot.sharedId }),
    availability_active: slot.isActive,
    ...(slot.label === undefined ? {} : { availability_label: slot.label }),
    availability_product_id: seed.id,
    availability_admission_type: seed.availabilityAdmission ?? seed.admission,
    availability_duration: seed.durationMinutes * 60,
    availability_from_date_time: localText(place.zone, slot.from),
    availability_to_date_time: localText(place.zone, slot.to),
    ...(slot.partySize === undefined ? {} : { availability_party_size: slot.partySize }),
    availability_spots: {
      availability_spots_total: total,
      availability_spots_reserved: use.reserved,
      availability_spots_booked: takenByOthers + use.booked,
      availability_spots_open: Math.max(0, total - takenIn(slot, use)),
    },
    ...(seed.dailyPricing === true || slot.variations !== undefined ? { availability_pricing: variations(slot) } : {}),
    availability_created: localText(place.zone, product.created),
    availability_modified: localText(place.zone, slot.modified ?? product.modified),
  };
}

/** The same with the price of each ticket type as it is today, all variations in it. */
export function calculatedDocument(slot: Slot, use: SlotUse): Record<string, unknown> {
  const { availability_pricing: _variations, ...document } = availabilityDocument(slot, use);
  const { product, day } = slot;
  return {
    ...document,
    availability_product_type_details: typesOn(product, day).map((type) => ({
      product_type_id: type.id,
      product_type: type.seed.type,
      product_type_pricing: pricing(product, type.priceCents + (variationCents(slot, type.id) ?? dailySupplementCents(product, type, day))),
    })),
  };
}

/** The difference from the product's own price, only where prices differ by slot (facts §4.4). */
function variations(slot: Slot): Record<string, unknown>[] {
  const { product, day } = slot;
  return typesOn(product, day).map((type) => ({
    product_type_id: type.id,
    availability_pricing_variation_type: "DAILY",
    availability_pricing_variation_amount: fromCents(variationCents(slot, type.id) ?? dailySupplementCents(product, type, day)),
  }));
}
