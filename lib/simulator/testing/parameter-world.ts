import type { Operation, Parameter } from "@/lib/catalog/model";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import {
  direct,
  freesale,
  order as orderBody,
  supplierTour,
  TOWER_SLOT,
  tower,
  type BookingWords,
  type Order,
} from "@/lib/simulator/testing/booking";
import type { TestSimulator } from "@/lib/simulator/testing/simulator";
import { setClock } from "@/lib/simulator/world";

/** A world in which every parameter of a read has something to choose between, and the values to choose it by. */

export const NOBODY = "00000000-0000-4000-8000-000000000000";
const day = "2026-11-01T12:00:00+01:00";

export const queriesOf = ({ parameters }: Operation): Parameter[] => parameters.filter((parameter) => parameter.in === "query");

export interface World {
  order: Order;
  other: Order;
  contactUid: string;
  payment: Record<string, string>;
}

/** Two orders at different times, with payments, a changed contact, stock and a webhook. */
export async function aWorld(simulator: TestSimulator, words: BookingWords): Promise<World> {
  const contact = { contact_name_first: "Ada", contact_name_last: "King", contact_email: "ada@example.com", contact_external_uid: "crm-1" };
  const order = await words.place([direct({ ...freesale, booking_external_reference: "mine" }), direct(tower())], {
    order_contacts: [contact],
  });
  await setClock(KNOWN_WORLD, { offsetSeconds: 60 });
  const other = await words.place([direct(supplierTour)], {
    order_external_reference: "order-2",
    order_contacts: [{ contact_name_first: "Grace", contact_type: "BOOKER", contact_email: "grace@example.com" }],
  });
  await simulator.authorized("PUT", `/orders/${order.order_reference}`, orderBody([], { order_contacts: order.order_contacts }));
  const paid = await simulator.authorized("POST", `/payments?order_reference=${order.order_reference}`, {
    data: { payment_request: { payment_external_reference: "till-1" } },
  });
  await simulator.authorized("POST", `/payments?order_reference=${other.order_reference}&payment_class=CREDIT`, {});
  const contactUid = String(order.order_contacts[0]?.contact_uid);
  await simulator.authorized("PUT", `/contacts/${contactUid}`, { data: { contact } });
  await simulator.authorized("PUT", `/products/stock/ST70316?stock_items_available=50`);
  await simulator.authorized("POST", "/webhooks", {
    data: { webhook: { webhook_events: ["ORDER_CREATE"], webhook_url: "https://example.com/1" } },
  });
  return { order, other, contactUid, payment: (paid.body as { data: { payment: Record<string, string> } }).data.payment };
}

/** Values by parameter, the same for every operation that has it. The first two are compared; one alone is compared with none. */
export function valuesOf({ order, payment, contactUid }: World): Readonly<Record<string, readonly string[]>> {
  const [booking] = order.order_bookings;
  return {
    distributor_id: ["501", "502"],
    supplier_id: ["S-AMS", "S-LON"],
    market_admin_id: ["9001", "9002"],
    items_per_page: ["1", "2"],
    start_index: ["1", "2"],
    page: ["1", "2"],
    product_content_language: ["en", "nl"],
    product_content: ["tower"],
    product_search_query: ["tower"],
    product_start_date: [day, "2030-01-01T00:00:00+01:00"],
    product_end_date: [day, "2020-01-01T00:00:00+01:00"],
    product_duration: ["60", "7"],
    product_booking_quantity_min: ["1", "20"],
    product_booking_quantity_max: ["1", "40"],
    product_id: ["76038", "62564"],
    product_supplier: ["S-AMS", "S-LON"],
    product_category: ["101", "104"],
    product_destination: ["D-AMS", "D-LON"],
    product_tag: ["any"],
    product_language: ["en", "xx"],
    product_location_id: ["L-AMS", "L-LON"],
    product_location_country_code: ["NL", "GB"],
    product_currency_code: ["EUR", "GBP"],
    product_type: ["ADULT", "GROUP"],
    product_status: ["ACTIVE", "TEST"],
    product_catalogue_status: ["ACTIVE", "INACTIVE"],
    product_availability: ["true", "false"],
    product_custom_field: ["any"],
    product_favorite: ["false", "true"],
    product_modified: ["2020-01-01T00:00:00+01:00", "2030-01-01T00:00:00+01:00"],
    product_sort_by: ["PRODUCT_TITLE_A_Z", "PRODUCT_CREATED"],
    product_sort_order: ["ASC", "DESC"],
    product_version: ["1", "2"],
    from_date: ["2026-11-01", "2026-11-02"],
    to_date: ["2026-11-02", "2026-11-03"],
    include_disabled: ["true", "false"],
    availability_capacity_id: ["C1"],
    spots_open_min: ["1", "1000"],
    sub_products_depth: ["0", "1"],
    party_size: ["1", "1000"],
    availability_modified: ["2020-01-01T00:00:00+01:00", "2030-01-01T00:00:00+01:00"],
    category_id: ["101", "102"],
    category_type: ["TOUR", "EVENT"],
    category_search_query: ["boat", "show"],
    destination_id: ["D-AMS", "D-LON"],
    location_type: ["VENUE", "OTHER"],
    tax_region: ["NL", "GB"],
    currency_date: ["2026-11-01T00:00:00+01:00", "2026-11-02T00:00:00+01:00"],
    currency_base: ["EUR", "GBP"],
    currency_type: ["SALES", "PURCHASE"],
    stock_id: ["ST70316"],
    stock_product_id: ["70316"],
    stock_modified: ["2026-10-20T07:00:00"],
    order_reference: [order.order_reference, "12345678"],
    order_external_reference: ["order-1", "order-2"],
    order_status: ["ORDER_CONFIRMED", "ORDER_PENDING"],
    order_contact_uid: [contactUid, NOBODY],
    order_contact_name: ["ada king", "grace"],
    order_contact_email: ["ada@example.com", "grace@example.com"],
    order_created_from: [day, "2026-10-01T00:00:00+01:00"],
    order_created_to: [day, "2026-10-01T00:00:00+01:00"],
    order_modified: [day, "2026-10-01T00:00:00+01:00"],
    booking_reference: [booking?.booking_reference ?? "", "12345678"],
    booking_external_reference: ["mine", "yours"],
    booking_travel_date_from: [day, "2027-01-01T00:00:00+01:00"],
    booking_travel_date_to: [day, "2026-01-01T00:00:00+01:00"],
    booking_redemption_date_from: [day],
    booking_redemption_date_to: [day],
    product_type_code: [booking?.product_type_details[0]?.product_type_code ?? ""],
    product_availability_id: [TOWER_SLOT, "76038-20261101-1230"],
    product_availability_capacity_id: ["C76038", "C1"],
    order_search_query: ["ada", "grace"],
    filter_bookings: ["true", "false"],
    order_sort_order: ["ASC", "DESC"],
    order_version: ["1", "2"],
    force_release: ["true", "false"],
    payment_id: [payment.payment_id ?? "", NOBODY],
    payment_merchant_reference: [payment.payment_merchant_reference ?? "", "12345678"],
    payment_service_provider_reference: [payment.payment_service_provider_reference ?? "", "12345678"],
    payment_external_reference: ["till-1", "till-2"],
    payment_class: ["SALES", "CREDIT"],
    payment_gateway_type: ["ADYEN", "MEWS"],
    contact_type: ["CONTACT", "BOOKER"],
    contact_external_uid: ["crm-1", "crm-2"],
    include_versions: ["true", "false"],
    webhook_id: [NOBODY],
  };
}
