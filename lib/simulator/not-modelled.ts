import type { Operation } from "@/lib/catalog/model";
import type { Query } from "@/lib/simulator/query";

const CACHE = { cache: "nothing is cached, every answer is the present one" };

/**
 * Query parameters that are accepted and change nothing, by operation, with the reason. A test holds every other parameter to
 * changing something, so that none is ignored in silence.
 */
export const NOT_MODELLED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  getProducts: {
    ...CACHE,
    product_relations: "products have no relations",
    product_planet: "reserved",
    product_view_type: "products are always shown in full",
  },
  getProduct: CACHE,
  getProductStock: { include_disabled: "no stock is ever switched off" },
  cancelReservation: { cancellation_reason: "it shows only as the reason of the refund of a reservation that was paid" },
  getOrders: {
    ...CACHE,
    reseller_id: "there are no resellers",
    order_created_email: "who made an order has no e-mail address",
    order_sort_by: "orders are sorted by when they were made",
    order_view_type: "orders are always shown in full",
  },
  getOrder: CACHE,
  cancelOrder: { cancellation_reason: "it shows only as the reason of the refund of an order that was paid" },
  getVoucher: { voucher_additional_information: "what it does is not documented; force_release replaced it" },
  getContacts: { reseller_id: "there are no resellers" },
};

/** What has to be said of a query: nothing, or which of its parameters changed nothing and why. */
export function notModelledNotes(operation: Operation, query: Query): string[] {
  const given = Object.entries(NOT_MODELLED[operation.id] ?? {}).filter(([name]) => query.has(name));
  return given.map(([name, why]) => `not modelled: ${name} (${why})`);
}
