import { currentView } from "@/lib/simulator/current-world";
import { chance, wholeNumber } from "@/lib/simulator/chance";
import { fromCents } from "@/lib/simulator/money";
import {
  DATA_CHANGED,
  PLACES,
  TEMPLATES,
  TEST_PRODUCTS,
  type Place,
  type ProductSeed,
  type Template,
  type TicketTypeSeed,
} from "@/lib/simulator/seeds";

/** One product that the simulator sells. */
export interface CatalogueProduct {
  seed: ProductSeed;
  place: Place;
  created: Date;
  modified: Date;
}

/** Above the range of the published test products. */
const FIRST_GENERATED_ID = 640_001;
const DAY_MS = 86_400_000;

/** Of the adult price, by ticket type. */
const SHARE: Readonly<Record<string, { percent: number; ageFrom?: number; ageTo?: number; pax?: number }>> = {
  ADULT: { percent: 100, ageFrom: 18 },
  PERSON: { percent: 100, ageFrom: 0, ageTo: 99 },
  CHILD: { percent: 50, ageFrom: 4, ageTo: 17 },
  INFANT: { percent: 0, ageFrom: 0, ageTo: 3 },
  SENIOR: { percent: 80, ageFrom: 65 },
  STUDENT: { percent: 70, ageFrom: 16, ageTo: 30 },
  FAMILY: { percent: 270, pax: 4 },
};

/** Most products are for sale; a few show what the other states look like. */
const UNUSUAL_STATUS: Readonly<Record<number, string>> = {
  7: "INACTIVE",
  31: "EXPIRED",
  58: "PREVIEW",
  96: "SUSPENDED",
  133: "UNAVAILABLE",
};

/** The product of a template in a place; deterministic. */
function generate(template: Template, place: Place, at: number): ProductSeed {
  const { price, types, title, ...rest } = template;
  const adultCents = Math.round(price * (0.85 + 0.4 * chance("price", at)) * 2) * 50;
  const status = UNUSUAL_STATUS[at];
  return {
    ...rest,
    id: String(FIRST_GENERATED_ID + at),
    place: place.id,
    title: Object.fromEntries(Object.entries(title).map(([language, text]) => [language, text.replaceAll("{city}", place.city)])),
    types: types.map((type) => ticketType(type, adultCents)),
    ...(status === undefined ? {} : { status }),
    // A fee applies close to the visit; how close differs.
    cancellation:
      chance("cancellation", at) < 0.15
        ? { allowed: false }
        : { allowed: true, thresholdMinutes: 1440 * wholeNumber(1, 3, "threshold", at), feePercent: 100 },
  };
}

function ticketType(type: string, adultCents: number): TicketTypeSeed {
  const { percent, ...ages } = SHARE[type] ?? { percent: 100 };
  return { type, price: fromCents(Math.round((adultCents * percent) / 100 / 50) * 50), ...ages };
}

/** @throws Error when the product's place is not among the places */
function placed(seed: ProductSeed): CatalogueProduct {
  const place = PLACES.find(({ id }) => id === seed.place);
  if (place === undefined) throw new Error(`Product ${seed.id} is in a place that there is not: ${seed.place}`);
  const modified = new Date(DATA_CHANGED.getTime() - wholeNumber(0, 200 * 24, "modified", seed.id) * (DAY_MS / 24));
  return { seed, place, modified, created: new Date(modified.getTime() - wholeNumber(1, 700, "created", seed.id) * DAY_MS) };
}

const GENERATED = TEMPLATES.flatMap((template, row) =>
  PLACES.map((place, column) => generate(template, place, row * PLACES.length + column)),
);
const PRODUCTS = [...TEST_PRODUCTS, ...GENERATED].map(placed);
const BY_ID = new Map(PRODUCTS.map((product) => [product.seed.id, product]));

const changedLists = new WeakMap<object, readonly CatalogueProduct[]>();

/** Every product, the test products first; as the present world has them. The same list again until something in it changes. */
export function catalogue(): readonly CatalogueProduct[] {
  const { products } = currentView();
  if (products.size === 0) return PRODUCTS;
  const list = changedLists.get(products) ?? PRODUCTS.map((product) => products.get(product.seed.id) ?? product);
  changedLists.set(products, list);
  return list;
}

/** The product of that id as the present world has it; undefined when there is none. */
export function findProduct(id: string): CatalogueProduct | undefined {
  return currentView().products.get(id) ?? BY_ID.get(id);
}

/** A product that a world has changed: sold in the place that its seed names, changed at that moment. */
export function changedProduct(seed: ProductSeed, modified: Date): CatalogueProduct {
  return { ...placed(seed), modified };
}

/** Sellable only so (facts §4.2). */
export function isSellable({ seed }: CatalogueProduct): boolean {
  return seed.status === undefined || seed.status === "ACTIVE" || seed.status === "TEST";
}

/** Whether a visit is tied to a slot of the availability. */
export function hasSlots({ seed }: CatalogueProduct): boolean {
  return seed.admission !== "TIME_OPEN";
}
