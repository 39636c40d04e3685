import { worldOf, type Call, type Resource } from "@/lib/simulator/call";
import { catalogue, findProduct, isSellable, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { wholeList } from "@/lib/simulator/envelope";
import { fromCents } from "@/lib/simulator/money";
import { impossible, invalidRequest } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";
import { productOf } from "@/lib/simulator/resources/products";
import { slotsOn, type Slot } from "@/lib/simulator/slots";
import { inWorld, type SlotUse } from "@/lib/simulator/store";
import { dailySupplementCents, typesOn } from "@/lib/simulator/ticket-types";
import { addDays, dayIn, daysBetween, localText } from "@/lib/simulator/zoned-time";

/** The most days that one call may ask for (facts §4.2). */
const MAX_DAYS = 90;
/** What a call gets that names no end; the documents give no default. */
const DEFAULT_DAYS = 30;
/** Without product ids only so many products answer, as the vendor asks not to query many at once. */
const MAX_PRODUCTS = 10;

/** GET /products/{product_id}/availability. */
export const productAvailability: Resource = async (call) => {
  const product = productOf(call.path.product_id ?? "");
  const depth = call.query.number("sub_products_depth") ?? 0;
  const parts = depth > 0 ? (product.seed.combi ?? []).flatMap((id) => findProduct(id) ?? []) : [];
  return availabilityOf(call, [product, ...parts]);
};

/** GET /availability: the same for several products. */
export const availability: Resource = async (call) => {
  const ids = call.query.texts("product_id");
  if (ids.length === 0) return availabilityOf(call, catalogue().filter(isSellable).slice(0, MAX_PRODUCTS));
  const products = ids.map((id) => findProduct(id));
  const unknown = ids.filter((_, at) => products[at] === undefined);
  if (unknown.length > 0) throw impossible(`/query/product_id names no product: ${unknown.join(", ")}`);
  return availabilityOf(
    call,
    products.flatMap((product) => product ?? []),
  );
};

async function availabilityOf(call: Call, products: readonly CatalogueProduct[]): Promise<Reply> {
  const { query } = call;
  const { from, days } = range(call);
  const party = Math.max(query.number("party_size") ?? 0, query.number("spots_open_min") ?? 0);
  const capacityId = query.text("availability_capacity_id");
  const since = query.text("availability_modified");
  const slots = products
    .filter((product) => isSellable(product) || query.flag("include_disabled") === true)
    .filter((product) => capacityId === undefined || capacityId === `C${product.seed.id}`)
    .filter((product) => since === undefined || product.modified.getTime() >= Date.parse(since))
    .flatMap((product) => futureSlots(product, from, days, call.now));
  const uses = await inWorld(worldOf(call), (rows) =>
    rows.use(
      slots.map(({ id }) => id),
      call.now,
    ),
  );
  const items = slots.map((slot) => availabilityDocument(slot, uses.get(slot.id) ?? UNUSED)).filter(({ open }) => open >= party);
  return wholeList(
    call,
    "availability",
    items.map(({ document }) => document),
    { ...noteFor(call, products) },
  );
}

/** @throws Refusal 400 when the end is before the beginning, 422 over MAX_DAYS */
function range(call: Call): { from: string; days: number } {
  const from = call.query.text("from_date") ?? "";
  const to = call.query.text("to_date") ?? addDays(from, DEFAULT_DAYS - 1);
  const days = daysBetween(from, to) + 1;
  if (days < 1) throw invalidRequest(["/query/to_date is before /query/from_date"]);
  if (days > MAX_DAYS) throw impossible(`A call may ask for at most ${MAX_DAYS} days; this one asks for ${days}.`);
  return { from, days };
}

function futureSlots(product: CatalogueProduct, from: string, days: number, now: Date): Slot[] {
  const today = dayIn(product.place.zone, now);
  const all: Slot[] = [];
  for (let at = 0; at < days; at += 1) {
    const day = addDays(from, at);
    if (day >= today) all.push(...slotsOn(product, day));
  }
  // Whoever comes late can still be let in until the slot ends.
  return all.filter((slot) => slot.to > now);
}

const UNUSED: SlotUse = { reserved: 0, booked: 0 };

function availabilityDocument(slot: Slot, use: SlotUse): { document: Record<string, unknown>; open: number } {
  const { product, total, takenByOthers } = slot;
  const { seed, place } = product;
  const booked = takenByOthers + use.booked;
  const open = total - booked - use.reserved;
  const admission = seed.availabilityAdmission ?? seed.admission;
  const document = {
    availability_id: slot.id,
    availability_capacity_id: `C${seed.id}`,
    availability_active: true,
    availability_product_id: seed.id,
    availability_admission_type: admission,
    availability_duration: seed.durationMinutes * 60,
    availability_from_date_time: localText(place.zone, slot.from),
    availability_to_date_time: localText(place.zone, slot.to),
    availability_spots: {
      availability_spots_total: total,
      availability_spots_reserved: use.reserved,
      availability_spots_booked: booked,
      availability_spots_open: open,
    },
    ...(seed.dailyPricing === true ? { availability_pricing: supplements(slot) } : {}),
    availability_created: localText(place.zone, product.created),
    availability_modified: localText(place.zone, product.modified),
  };
  return { document, open };
}

/** The difference from the product's own price, only where prices differ by day (facts §4.4). */
function supplements({ product, day }: Slot): Record<string, unknown>[] {
  return typesOn(product, day).map((type) => ({
    product_type_id: type.id,
    availability_pricing_variation_type: "DAILY",
    availability_pricing_variation_amount: fromCents(dailySupplementCents(product, type, day)),
  }));
}

function noteFor(call: Call, products: readonly CatalogueProduct[]): { note?: string } {
  const notes: string[] = [];
  if (products.some(({ seed }) => seed.admission === "TIME_OPEN"))
    notes.push("products with open admission have no slots and so no entries here");
  if (call.query.text("to_date") === undefined) notes.push(`without to_date ${DEFAULT_DAYS} days are shown; the documents give no default`);
  return notes.length === 0 ? {} : { note: notes.join("; ") };
}
