import type { CatalogueProduct } from "@/lib/simulator/catalogue";
import { fromCents, taxWithin, toCents } from "@/lib/simulator/money";
import type { ProductSeed, TicketTypeSeed } from "@/lib/simulator/seeds";

/** A ticket type in one season, with the id that a booking names. */
export interface TicketType {
  id: string;
  seed: TicketTypeSeed;
  priceCents: number;
}

export interface Season {
  label: string;
  /** "2026-04-01" and "2026-09-30". */
  from: string;
  to: string;
  types: readonly TicketType[];
}

const ALWAYS: NonNullable<ProductSeed["seasons"]> = [{ label: "All year", from: "01-01", to: "12-31", percent: 100 }];

/** The seasons of a year. Ids do not depend on the year, so a booking may name them in any. */
export function seasonsOf({ seed }: CatalogueProduct, year: number): Season[] {
  return (seed.seasons ?? ALWAYS).map(({ label, from, to, percent }, at) => ({
    label,
    from: `${year}-${from}`,
    to: `${year}-${to}`,
    types: seed.types.map((type, position) => ({
      id: `${seed.id}${at + 1}${position + 1}`,
      seed: type,
      priceCents: Math.round((toCents(type.price) * percent) / 100 / 50) * 50,
    })),
  }));
}

/** The ticket types that are sold for a visit on a day ("2026-04-01"). */
export function typesOn(product: CatalogueProduct, day: string): readonly TicketType[] {
  const season = seasonsOf(product, Number(day.slice(0, 4))).find(({ from, to }) => from <= day && day <= to);
  return season?.types ?? [];
}

/** On these days of the week a product with daily pricing costs more: Friday and Saturday. */
const DEAR_WEEKDAYS = [5, 6];
const DEAR_PERCENT = 20;

/** What a day adds to the price of a ticket of a product with daily pricing. */
export function dailySupplementCents({ seed }: CatalogueProduct, type: TicketType, day: string): number {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  if (seed.dailyPricing !== true || !DEAR_WEEKDAYS.includes(weekday)) return 0;
  return Math.round((type.priceCents * DEAR_PERCENT) / 100);
}

/** The vendor's pricing object for an amount that includes tax. */
export function pricing({ place }: CatalogueProduct, grossCents: number): Record<string, unknown> {
  const taxCents = taxWithin(grossCents, place.tax);
  return {
    price_type: "SALES_GROSS",
    price_currency_code: place.currency,
    price_subtotal: fromCents(grossCents - taxCents),
    price_taxes: [{ tax_id: `VAT-${place.country}`, tax_percentage: place.tax, tax_amount: fromCents(taxCents) }],
    price_total: fromCents(grossCents),
  };
}

/** The label that a person sees: the type's own, or its name in sentence case. */
export function labelOf({ seed }: TicketType): string {
  return seed.label ?? seed.type.charAt(0) + seed.type.slice(1).toLowerCase();
}

/** The class that a type belongs to (facts §4.2). */
export function classOf({ seed }: TicketType): string {
  if (seed.type === "CUSTOM") return "CUSTOM";
  if (seed.type === "GROUP" || seed.type === "FAMILY") return "GROUP";
  if (seed.type === "ITEM") return "ITEM";
  return ["PERSON", "STUDENT", "RESIDENT", "MILITARY", "IMPAIRED"].includes(seed.type) ? "INDIVIDUAL" : "STANDARD";
}
