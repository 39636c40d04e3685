import { findProduct, hasSlots, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { fromCents } from "@/lib/simulator/money";
import { DISTRIBUTOR, MARKET_ID, saleOf, supplierIdOf } from "@/lib/simulator/sale";
import { classOf, labelOf, pricing, seasonsOf, type Season, type TicketType } from "@/lib/simulator/ticket-types";
import { instantAt, localText } from "@/lib/simulator/zoned-time";

export const DEFAULT_LANGUAGE = "en";

/** The language that a product is shown in: the one asked for when it has it, else English. */
export function languageFor({ seed }: CatalogueProduct, asked: string | undefined): string {
  return asked !== undefined && asked in seed.title ? asked : DEFAULT_LANGUAGE;
}

/** A product as the API shows it, in one language. */
export function productDocument(product: CatalogueProduct, language: string, now: Date): Record<string, unknown> {
  const { seed, place } = product;
  const day = (date: string, time = "00:00") => localText(place.zone, instantAt(place.zone, date, time));
  const year = now.getUTCFullYear();
  const sale = saleOf(product, now);
  const seasons = shownSeasons(product, year);
  const supplierId = supplierIdOf(place);
  return {
    product_id: seed.id,
    product_internal_reference: `SIM-${seed.id}`,
    product_distributor_id: DISTRIBUTOR.id,
    product_distributor_name: DISTRIBUTOR.name,
    product_market_admin_id: MARKET_ID,
    product_market_admin_name: "Simulated market",
    product_supplier_id: supplierId,
    product_supplier_admin_id: supplierId,
    product_supplier_admin_name: place.supplier,
    product_source_id: seed.thirdParty === true ? `T-${place.id.toUpperCase()}` : "P-1",
    product_source_name: seed.thirdParty === true ? `${place.supplier} (own system)` : "Simulator",
    product_default_language: DEFAULT_LANGUAGE,
    product_version: 1,
    product_slug: slug(seed.title[DEFAULT_LANGUAGE] ?? seed.id),
    product_from_price: fromCents(fromPrice(seasons.flatMap(({ types }) => types))),
    product_start_date: localText(place.zone, sale.from),
    product_end_date: localText(place.zone, sale.to),
    product_booking_start_date: localText(place.zone, sale.from),
    product_booking_quantity_min: seed.quantity?.min ?? 1,
    product_booking_quantity_max: seed.quantity?.max ?? 20,
    product_booking_advance_time_min: 0,
    product_duration: seed.durationMinutes,
    product_third_party: seed.thirdParty ?? false,
    product_seasonal_pricing: seed.seasons !== undefined,
    product_quantity_pricing: false,
    product_daily_pricing: seed.dailyPricing ?? false,
    product_dynamic_pricing: false,
    product_timepicker_visible: hasSlots(product),
    product_sub_only: seed.subOnly ?? false,
    product_cluster: false,
    product_combi: seed.combi !== undefined,
    product_addon: false,
    product_availability: hasSlots(product),
    product_availability_assigned: hasSlots(product),
    product_capacity: hasSlots(product),
    product_traveldate_required: hasSlots(product),
    product_cancellation_allowed: seed.cancellation?.allowed ?? true,
    product_overbooking_allowed: false,
    product_past_date_booking_allowed: false,
    ...(hasSlots(product) ? { product_capacity_id: `C${seed.id}`, ...capacityPart(seed.sharedCapacity) } : {}),
    ...(seed.pickups === undefined ? {} : pickupPart(seed.pickups)),
    product_admission_type: seed.admission,
    product_status: seed.status ?? "ACTIVE",
    product_catalogue_status: "ACTIVE",
    product_content: contentPart(product, language),
    product_code_settings: { product_code_format: "CODE_128", product_group_code: false },
    product_payment_detail: { product_payment_currency: { currency_code: place.currency } },
    product_currencies: [{ currency_code: place.currency }],
    product_type_seasons: seasons.map(({ label, from, to, types }) => ({
      product_type_season_label: label,
      product_type_season_start_date: day(from),
      product_type_season_end_date: day(to, "23:59"),
      product_type_season_details: types.map((type) => typePart(product, type)),
    })),
    product_options: (seed.questions ?? []).map(questionPart),
    product_cancellation_policies: policies(product),
    product_locations: [{ location_id: `L-${place.id.toUpperCase()}`, location_type: "VENUE" }],
    product_categories: seed.categories,
    product_destinations: [`D-${place.id.toUpperCase()}`],
    product_languages: Object.keys(seed.title),
    product_content_languages: Object.keys(seed.title),
    ...(seed.combi === undefined ? {} : { product_combi_details: seed.combi.map(combiPart) }),
    product_created: localText(place.zone, product.created),
    product_modified: localText(place.zone, product.modified),
  };
}

function capacityPart(sharedId: string | undefined): Record<string, unknown> {
  return sharedId === undefined
    ? { product_capacity_type: "OWN" }
    : { product_capacity_type: "SHARED", product_capacity_shared_id: sharedId };
}

/** This year's and the next year's seasons; a product without any has one that lasts as long as its sale. */
function shownSeasons(product: CatalogueProduct, year: number): Season[] {
  if (product.seed.seasons !== undefined) return [...seasonsOf(product, year), ...seasonsOf(product, year + 1)];
  return seasonsOf(product, year).map((season) => ({ ...season, from: `${year - 1}-01-01`, to: `${year + 1}-12-31` }));
}

function fromPrice(types: readonly TicketType[]): number {
  const paid = types.map(({ priceCents }) => priceCents).filter((cents) => cents > 0);
  return paid.length === 0 ? 0 : Math.min(...paid);
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function contentPart({ seed, place }: CatalogueProduct, language: string): Record<string, unknown> {
  const title = seed.title[language] ?? seed.title[DEFAULT_LANGUAGE] ?? seed.id;
  return {
    product_title: title,
    product_short_description: `${title}. ${place.venue}, ${place.city}.`,
    product_long_description: `${title}. ${place.venue}, ${place.street}, ${place.postcode} ${place.city}. A product of the simulator: nothing is sold.`,
    product_supplier_name: place.supplier,
    product_duration_text: `${seed.durationMinutes} min`,
    product_highlights: [{ highlight_description: place.venue }],
    product_includes: [{ include_description: title }],
    product_images: [],
  };
}

function typePart(product: CatalogueProduct, type: TicketType): Record<string, unknown> {
  const { seed } = type;
  return {
    product_type: seed.type,
    product_type_class: classOf(type),
    product_type_id: type.id,
    product_type_label: labelOf(type),
    ...(seed.ageFrom === undefined ? {} : { product_type_age_from: seed.ageFrom }),
    ...(seed.ageTo === undefined ? {} : { product_type_age_to: seed.ageTo }),
    product_type_pax: seed.pax ?? 1,
    product_type_capacity: seed.pax ?? 1,
    ...(seed.min === undefined ? {} : { product_type_quantity_min: seed.min }),
    ...(seed.max === undefined ? {} : { product_type_quantity_max: seed.max }),
    product_type_price_tax_id: `VAT-${product.place.country}`,
    product_type_price_type: seed.pax === undefined ? "INDIVIDUAL" : "GROUP",
    product_type_pricing: pricing(product, type.priceCents),
    product_type_fees: [],
  };
}

function questionPart({
  id,
  label,
  type,
  mandatory,
  values,
}: NonNullable<CatalogueProduct["seed"]["questions"]>[number]): Record<string, unknown> {
  return {
    option_id: id,
    option_name: label,
    option_label: label,
    option_type: type,
    option_selection_type: "MANUAL",
    option_count_type: "RESTRICTED",
    option_list_type: "PRODUCT",
    option_price_type: "INCLUDED",
    option_mandatory: mandatory,
    option_values: (values ?? []).map((value) => ({ value_id: value, value_name: value })),
  };
}

/** The policies of a product; none, when it can be cancelled without a fee until it is redeemed (facts §5). */
export function policies({ seed }: CatalogueProduct): Record<string, unknown>[] {
  const { cancellation } = seed;
  if (cancellation?.thresholdMinutes === undefined) return [];
  const days = cancellation.thresholdMinutes / 1440;
  return [
    {
      cancellation_type: "BEFORE_TRAVEL_DATE",
      cancellation_description: `Free until ${days} ${days === 1 ? "day" : "days"} before the visit, then ${cancellation.feePercent ?? 0} %.`,
      cancellation_fee_threshold: cancellation.thresholdMinutes,
      cancellation_fee_percentage: cancellation.feePercent ?? 0,
    },
  ];
}

function pickupPart(pickups: readonly string[]): Record<string, unknown> {
  return {
    product_pickup_point: "MANDATORY",
    product_pickup_point_details: pickups.map((name, at) => ({ pickup_point_id: `PU${at + 1}`, pickup_point_name: name })),
  };
}

function combiPart(id: string): Record<string, unknown> {
  const part = findProduct(id);
  return {
    product_id: id,
    product_title: part?.seed.title[DEFAULT_LANGUAGE] ?? id,
    product_admission_type: part?.seed.admission,
    product_availability: part !== undefined && hasSlots(part),
  };
}
