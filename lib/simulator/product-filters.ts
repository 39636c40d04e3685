import { hasSlots, isSellable, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { toCents } from "@/lib/simulator/money";
import { DEFAULT_LANGUAGE } from "@/lib/simulator/product-document";
import { isOfDistributor, MARKET_ID, saleOf, supplierIdOf } from "@/lib/simulator/sale";
import type { Query } from "@/lib/simulator/query";
import { REFERENCE } from "@/lib/simulator/seeds";

type Test = (product: CatalogueProduct) => boolean;

/**
 * The products that a query of GET /products asks for, sorted. Filters of different names all have to
 * hold; of several values of one name, one has to. Without `product_status` only what can be sold or
 * previewed is listed; parts of packages only by id.
 */
export function selectProducts(all: readonly CatalogueProduct[], query: Query, now: Date): CatalogueProduct[] {
  const tests = testsOf(query, now);
  const selected = all.filter((product) => tests.every((test) => test(product)));
  return sort(selected, query);
}

function testsOf(query: Query, now: Date): Test[] {
  const tests: Test[] = isOfDistributor(query) ? [] : [() => false];
  const oneOf = (name: string, valuesOf: (product: CatalogueProduct) => readonly string[]) => {
    const wanted = query.texts(name);
    if (wanted.length > 0) tests.push((product) => valuesOf(product).some((value) => wanted.includes(value)));
  };
  oneOf("product_id", ({ seed }) => [seed.id]);
  oneOf("product_supplier", ({ place }) => [place.supplier, supplierIdOf(place)]);
  oneOf("market_admin_id", () => [MARKET_ID]);
  oneOf("product_category", ({ seed }) => seed.categories);
  oneOf("product_destination", ({ place }) => [`D-${place.id.toUpperCase()}`]);
  oneOf("product_language", ({ seed }) => Object.keys(seed.title));
  oneOf("product_location_id", ({ place }) => [`L-${place.id.toUpperCase()}`]);
  oneOf("product_location_country_code", ({ place }) => [place.country]);
  oneOf("product_currency_code", ({ place }) => [place.currency]);
  oneOf("product_type", ({ seed }) => seed.types.map(({ type }) => type));
  oneOf("product_status", statusOf);
  oneOf("product_catalogue_status", () => ["ACTIVE"]);
  // The simulator's products have neither tags nor custom fields nor favourites, so asking for one finds nothing.
  oneOf("product_tag", () => []);
  if (query.flag("product_favorite") === true) tests.push(() => false);

  if (query.texts("product_status").length === 0) tests.push((product) => isSellable(product) || product.seed.status === "PREVIEW");
  if (query.texts("product_id").length === 0) tests.push(({ seed }) => seed.subOnly !== true);

  const words = wordsOf(query);
  if (words !== "") tests.push((product) => relevance(product, words) > 0);
  const duration = query.number("product_duration");
  if (duration !== undefined) tests.push(({ seed }) => seed.durationMinutes === duration);
  const fewest = query.number("product_booking_quantity_min");
  if (fewest !== undefined) tests.push(({ seed }) => (seed.quantity?.min ?? 1) >= fewest);
  const most = query.number("product_booking_quantity_max");
  if (most !== undefined) tests.push(({ seed }) => (seed.quantity?.max ?? 20) <= most);
  // Sold at some time of the period; an open end limits nothing.
  const [sold, until] = [query.text("product_start_date"), query.text("product_end_date")];
  if (sold !== undefined) tests.push((product) => saleOf(product, now).to.getTime() >= Date.parse(sold));
  if (until !== undefined) tests.push((product) => saleOf(product, now).from.getTime() <= Date.parse(until));
  const since = query.text("product_modified");
  if (since !== undefined) tests.push(({ modified }) => modified.getTime() >= Date.parse(since));
  if (query.flag("product_availability") === false) tests.push((product) => !hasSlots(product));
  return tests;
}

/** Both searches look into the same texts. */
function wordsOf(query: Query): string {
  return [query.text("product_search_query"), query.text("product_content")]
    .filter((text) => text !== undefined)
    .join(" ")
    .trim();
}

function statusOf({ seed }: CatalogueProduct): string[] {
  return [seed.status ?? "ACTIVE"];
}

/** How many of the words are in the texts of a product; 0 unless all are. */
function relevance({ seed, place }: CatalogueProduct, words: string): number {
  const categories = REFERENCE.categories.filter(({ id }) => seed.categories.includes(id)).flatMap(({ names }) => Object.values(names));
  const title = Object.values(seed.title).join(" ").toLowerCase();
  const text = [title, place.city, place.venue, place.supplier, ...categories].join(" ").toLowerCase();
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (!wanted.every((word) => text.includes(word))) return 0;
  return 1 + wanted.filter((word) => title.includes(word)).length;
}

type Compare = (a: CatalogueProduct, b: CatalogueProduct) => number;

const ORDERS: Readonly<Record<string, Compare>> = {
  PRODUCT_CREATED: (a, b) => a.created.getTime() - b.created.getTime(),
  PRODUCT_MODIFIED: (a, b) => a.modified.getTime() - b.modified.getTime(),
  PRODUCT_TITLE_A_Z: (a, b) => titleOf(a).localeCompare(titleOf(b), "en"),
  SUPPLIER_NAME_A_Z: (a, b) => a.place.supplier.localeCompare(b.place.supplier, "en"),
  LOCATION_NAME_A_Z: (a, b) => a.place.venue.localeCompare(b.place.venue, "en"),
  PRICE_VALUE: (a, b) => priceOf(a) - priceOf(b),
};

function sort(products: CatalogueProduct[], query: Query): CatalogueProduct[] {
  const by = query.text("product_sort_by") ?? "PRODUCT_MODIFIED";
  const words = wordsOf(query);
  const compare: Compare = by === "SEARCH_RELEVANCE" ? (a, b) => relevance(a, words) - relevance(b, words) : (ORDERS[by] ?? byId);
  // The names of the A-to-Z orders say their direction; the rest follow the parameter, DESC by default.
  const direction = (query.text("product_sort_order") ?? (by.endsWith("_A_Z") ? "ASC" : "DESC")) === "ASC" ? 1 : -1;
  return products.toSorted((a, b) => direction * compare(a, b) || byId(a, b));
}

const byId: Compare = (a, b) => Number(a.seed.id) - Number(b.seed.id);

function titleOf({ seed }: CatalogueProduct): string {
  return seed.title[DEFAULT_LANGUAGE] ?? "";
}

function priceOf({ seed }: CatalogueProduct): number {
  return Math.min(...seed.types.map(({ price }) => toCents(price)).filter((cents) => cents > 0));
}
