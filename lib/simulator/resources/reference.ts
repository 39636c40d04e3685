import type { Call, Resource } from "@/lib/simulator/call";
import { findProduct } from "@/lib/simulator/catalogue";
import { chance } from "@/lib/simulator/chance";
import { listEnvelope, wholeList } from "@/lib/simulator/envelope";
import { isOfDistributor } from "@/lib/simulator/sale";
import { impossible } from "@/lib/simulator/refusal";
import { DATA_CHANGED, PLACES, REFERENCE, type Place } from "@/lib/simulator/seeds";

const NOTE = "field names within the items are modelled; the documents do not show them";
const EXTRAS = { lastModified: DATA_CHANGED, note: NOTE };

/** GET /products/categories. */
export const listCategories: Resource = (call) => {
  const ids = call.query.texts("category_id");
  const types = call.query.texts("category_type");
  const words = call.query.text("category_search_query")?.toLowerCase();
  const items = REFERENCE.categories
    .filter(({ id }) => isOfDistributor(call.query) && (ids.length === 0 || ids.includes(id)))
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .filter(({ names }) => words === undefined || Object.values(names).some((name) => name.toLowerCase().includes(words)))
    .map(({ id, type, names }) => ({ category_id: id, category_type: type, category_name: names.en ?? id }));
  return wholeList(call, "category", items, EXTRAS);
};

/** GET /products/destinations. */
export const listDestinations: Resource = (call) => {
  const ids = call.query.texts("destination_id");
  const items = placesFor(call).map((place) => ({
    destination_id: `D-${place.id.toUpperCase()}`,
    destination_name: place.city,
    destination_country_code: place.country,
  }));
  return listEnvelope(
    call,
    "destination",
    items.filter((item) => ids.length === 0 || ids.includes(item.destination_id)),
    EXTRAS,
  );
};

/** GET /products/locations. */
export const listLocations: Resource = (call) => {
  const types = call.query.texts("location_type");
  const items = placesFor(call)
    .filter(() => types.length === 0 || types.includes("VENUE"))
    .map((place) => ({
      location_id: `L-${place.id.toUpperCase()}`,
      location_type: "VENUE",
      location_name: place.venue,
      location_address: { street: place.street, postal_code: place.postcode, city: place.city, country_code: place.country },
      location_latitude: place.latitude,
      location_longitude: place.longitude,
      location_time_zone: place.zone,
    }));
  return listEnvelope(call, "location", items, EXTRAS);
};

/** GET /products/routes. */
export const listRoutes: Resource = (call) => {
  const places = placesFor(call).map(({ id }) => id);
  const items = REFERENCE.routes
    .filter(({ place }) => places.includes(place))
    .map(({ id, name, color, stops }) => ({
      route_id: id,
      route_name: name,
      route_color: color,
      route_locations: stops.map((stop, at) => ({ route_location_id: `${id}-${at + 1}`, route_location_name: stop })),
    }));
  return listEnvelope(call, "route", items, EXTRAS);
};

/** GET /products/taxes. */
export const listTaxes: Resource = (call) => {
  const region = call.query.text("tax_region");
  const rates = new Map(placesFor(call).map(({ country, tax }) => [country, tax]));
  const items = [...rates].map(([country, percent]) => ({
    tax_id: `VAT-${country}`,
    tax_name: "VAT",
    tax_region: country,
    tax_percentage: percent,
  }));
  return listEnvelope(
    call,
    "tax",
    items.filter(({ tax_region }) => region === undefined || region === tax_region),
    EXTRAS,
  );
};

const DEFAULT_BASE = "EUR";
/** How far a day's rate may be from the data file's. */
const WOBBLE = 0.02;

/** GET /products/currency_rates: invented, but the same for the same day. */
export const listCurrencyRates: Resource = (call) => {
  const day = (call.query.text("currency_date") ?? "").slice(0, 10);
  const base = call.query.text("currency_base") ?? DEFAULT_BASE;
  const perBase = rateOn(base, day);
  if (perBase === undefined) throw impossible(`There are no rates for ${base}.`);
  const items = Object.keys(REFERENCE.ratesPerEuro).map((code) => ({
    currency_code: code,
    currency_base: base,
    currency_type: call.query.text("currency_type") ?? "SALES",
    currency_date: day,
    currency_rate: ((rateOn(code, day) ?? 1) / perBase).toFixed(6),
  }));
  return wholeList(call, "currency_rate", items, { ...EXTRAS, note: "the rates are invented" });
};

function rateOn(code: string, day: string): number | undefined {
  const rate = Object.hasOwn(REFERENCE.ratesPerEuro, code) ? REFERENCE.ratesPerEuro[code] : undefined;
  if (rate === undefined || code === DEFAULT_BASE) return rate;
  return rate * (1 + WOBBLE * (2 * chance("rate", code, day) - 1));
}

/** All places, or the one of the product that was asked for; none for another distributor. */
function placesFor(call: Call): readonly Place[] {
  const id = call.query.text("product_id");
  if (!isOfDistributor(call.query)) return [];
  if (id === undefined) return PLACES;
  const product = findProduct(id);
  if (product === undefined) throw impossible("/query/product_id names no product");
  return [product.place];
}
