import { availabilityDocument, calculatedDocument, takenIn, UNUSED } from "@/lib/simulator/availability-document";
import { worldOf, type Call, type Resource } from "@/lib/simulator/call";
import { catalogue, findProduct, isSellable, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { wholeList } from "@/lib/simulator/envelope";
import { isOfDistributor } from "@/lib/simulator/sale";
import { impossible, invalidRequest } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";
import { productOf } from "@/lib/simulator/resources/products";
import { edited, editsOf } from "@/lib/simulator/slot-edits";
import { slotsOn, type Slot } from "@/lib/simulator/slots";
import { inWorld } from "@/lib/simulator/store";
import { addDays, dayIn, daysBetween } from "@/lib/simulator/zoned-time";

/** The most days that one call may ask for (facts §4.2). */
const MAX_DAYS = 90;
/** What a call gets that names no end; the documents give no default. */
const DEFAULT_DAYS = 30;
/** Without product ids only so many products answer, as the vendor asks not to query many at once. */
const MAX_PRODUCTS = 10;

/** GET /products/{product_id}/availability. */
export const productAvailability: Resource = async (call) => {
  const product = productOf(call.path.product_id ?? "");
  return availabilityOf(call, withParts(call, [product]));
};

/** As deep as is asked for; parts of parts are found in the second step. */
function withParts({ query }: Call, products: readonly CatalogueProduct[]): CatalogueProduct[] {
  const all = new Set(products);
  for (let depth = query.number("sub_products_depth") ?? 0; depth > 0; depth -= 1) {
    // Ignored with shared capacity (facts §4.2).
    for (const { seed } of [...all].filter((product) => product.seed.sharedCapacity === undefined)) {
      for (const id of seed.combi ?? []) all.add(productOf(id));
    }
  }
  return [...all];
}

/** GET /availability: the same for several products. */
export const availability: Resource = async (call) => {
  const ids = call.query.texts("product_id");
  if (ids.length === 0) return availabilityOf(call, catalogue().filter(isSellable).slice(0, MAX_PRODUCTS));
  const products = ids.map((id) => findProduct(id));
  const unknown = ids.filter((_, at) => products[at] === undefined);
  if (unknown.length > 0) throw impossible(`/query/product_id names no product: ${unknown.join(", ")}`);
  return availabilityOf(
    call,
    withParts(
      call,
      products.flatMap((product) => product ?? []),
    ),
  );
};

async function availabilityOf(call: Call, products: readonly CatalogueProduct[]): Promise<Reply> {
  const { query } = call;
  const { from, days } = range(call);
  const party = Math.max(query.number("party_size") ?? 0, query.number("spots_open_min") ?? 0);
  const capacityId = query.text("availability_capacity_id");
  const since = query.text("availability_modified");
  const slots = (isOfDistributor(query) ? products : [])
    .filter((product) => isSellable(product) || query.flag("include_disabled") === true)
    .filter(({ seed }) => capacityId === undefined || capacityId === `C${seed.id}` || capacityId === seed.sharedCapacity)
    .flatMap((product) => futureSlots(product, from, days, call.now));
  const { uses, edits } = await inWorld(worldOf(call), async (rows) => ({
    uses: await rows.use([...new Set(slots.map(({ capacityKey }) => capacityKey))], call.now),
    edits: await editsOf(rows, slots),
  }));
  const items = slots
    .flatMap((slot) => edited(slot, edits) ?? [])
    .filter(({ isActive }) => isActive || query.flag("include_disabled") === true)
    .filter(({ modified, product }) => since === undefined || (modified ?? product.modified).getTime() >= Date.parse(since))
    .map((slot) => ({ slot, use: uses.get(slot.capacityKey) ?? UNUSED }))
    .filter(({ slot, use }) => Math.max(0, slot.total - takenIn(slot, use)) >= party)
    .filter(({ slot }) => slot.partySize === undefined || slot.partySize >= (query.number("party_size") ?? 0));
  return wholeList(
    call,
    "availability",
    items.map(({ slot, use }) => (call.variant === "calculated-pricing" ? calculatedDocument(slot, use) : availabilityDocument(slot, use))),
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

function noteFor(call: Call, products: readonly CatalogueProduct[]): { note?: string } {
  const notes: string[] = [];
  if (call.variant === "calculated-pricing")
    notes.push("the address and the members of the calculated prices are inferred: the documents describe this reading without them");
  else if (call.version === "3.8")
    notes.push("v3.8 has a second reading with calculated prices; here it is at availability/calculated_pricing, an inferred address");
  if (products.some(({ seed }) => seed.admission === "TIME_OPEN"))
    notes.push("products with open admission have no slots and so no entries here");
  if (call.query.text("to_date") === undefined) notes.push(`without to_date ${DEFAULT_DAYS} days are shown; the documents give no default`);
  return notes.length === 0 ? {} : { note: notes.join("; ") };
}
