import { productOfBooking, slotOf, statusOf } from "@/lib/simulator/bookings";
import { orderStatus } from "@/lib/simulator/order-document";
import { MARKET_ID, supplierIdOf } from "@/lib/simulator/sale";
import type { Query } from "@/lib/simulator/query";
import type { Booking, Order } from "@/lib/simulator/state";
import { instantAt } from "@/lib/simulator/zoned-time";

/** The orders that a query of GET /orders asks for, sorted. */
export function selectOrders(orders: readonly Order[], query: Query, now: Date): Order[] {
  const tests: ((order: Order) => boolean)[] = [];
  const equal = (name: string, valuesOf: (order: Order) => readonly unknown[]) => {
    const wanted = query.text(name);
    if (wanted !== undefined) tests.push((order) => valuesOf(order).includes(wanted));
  };
  const oneOf = (name: string, valuesOf: (order: Order) => readonly string[]) => {
    const wanted = query.texts(name);
    if (wanted.length > 0) tests.push((order) => valuesOf(order).some((value) => wanted.includes(value)));
  };
  const contacts = (order: Order, member: string) => order.contacts.map((contact) => contact[member]);

  equal("distributor_id", (order) => [order.distributorId]);
  equal("supplier_id", (order) => order.bookings.map(supplierOf));
  // The one market of every product.
  equal("market_admin_id", () => [MARKET_ID]);
  equal("order_reference", (order) => [order.reference]);
  equal("order_external_reference", (order) => [order.externalReference]);
  equal("order_contact_uid", (order) => contacts(order, "contact_uid"));
  equal("order_contact_email", (order) => contacts(order, "contact_email"));
  equal("booking_reference", (order) => order.bookings.map(({ reference }) => reference));
  equal("booking_external_reference", (order) => order.bookings.map(({ externalReference }) => externalReference));
  equal("product_type_code", (order) => order.bookings.flatMap(({ tickets }) => tickets.map(({ code }) => code)));
  equal("product_availability_id", (order) => order.bookings.map(({ slotId }) => slotId));
  equal("product_availability_capacity_id", (order) => order.bookings.map(({ productId }) => `C${productId}`));
  oneOf("product_id", (order) => order.bookings.map(({ productId }) => productId));
  oneOf("order_status", (order) => [orderStatus(order, now)]);

  const words = query.text("order_search_query")?.toLowerCase();
  if (words !== undefined) tests.push((order) => textOf(order).includes(words));
  const name = query.text("order_contact_name")?.toLowerCase();
  if (name !== undefined) tests.push((order) => namesOf(order).some((held) => held.toLowerCase().includes(name)));
  const between = (from: string, to: string, timesOf: (order: Order) => readonly (Date | undefined)[]) => {
    const [first, last] = [query.text(from), query.text(to)];
    if (first === undefined && last === undefined) return;
    tests.push((order) => timesOf(order).some((time) => time !== undefined && isBetween(time.getTime(), first, last)));
  };
  between("order_created_from", "order_created_to", (order) => [new Date(order.created)]);
  between("order_modified", "order_modified_to", (order) => [new Date(order.modified)]);
  between("booking_travel_date_from", "booking_travel_date_to", (order) => order.bookings.map(travelsAt));
  // Nothing is ever redeemed in the simulator.
  if (query.text("booking_redemption_date_from") !== undefined || query.text("booking_redemption_date_to") !== undefined)
    tests.push(() => false);

  const selected = orders.filter((order) => tests.every((test) => test(order)));
  const direction = query.text("order_sort_order") === "ASC" ? 1 : -1;
  const sorted = selected.toSorted((a, b) => direction * a.created.localeCompare(b.created) || a.reference.localeCompare(b.reference));
  return query.flag("filter_bookings") === true
    ? sorted.map((order) => ({ ...order, bookings: matchingBookings(order, query, now) }))
    : sorted;
}

function isBetween(time: number, from: string | undefined, to: string | undefined): boolean {
  return (from === undefined || time >= Date.parse(from)) && (to === undefined || time <= Date.parse(to));
}

/** With `filter_bookings` an order shows only the bookings that were asked for. */
function matchingBookings(order: Order, query: Query, now: Date): Booking[] {
  const products = query.texts("product_id");
  const reference = query.text("booking_reference");
  const supplier = query.text("supplier_id");
  return order.bookings.filter(
    (booking) =>
      (products.length === 0 || products.includes(booking.productId)) &&
      (supplier === undefined || supplier === supplierOf(booking)) &&
      (reference === undefined || reference === booking.reference) &&
      statusOf(booking, now) !== "BOOKING_RESERVATION_CANCELLED",
  );
}

function supplierOf(booking: Booking): string {
  return supplierIdOf(productOfBooking(booking).place);
}

/** When the visit begins: with its slot, or with its day at the venue. */
function travelsAt(booking: Booking): Date | undefined {
  const slot = slotOf(booking.slotId);
  if (slot !== undefined) return slot.from;
  return booking.day === undefined ? undefined : instantAt(productOfBooking(booking).place.zone, booking.day, "00:00");
}

function namesOf({ contacts }: Order): string[] {
  return contacts.map((contact) => [contact.contact_name_first, contact.contact_name_last].filter((part) => part !== undefined).join(" "));
}

function textOf(order: Order): string {
  const emails = order.contacts.map((contact) => contact.contact_email);
  return [order.reference, order.externalReference, ...namesOf(order), ...emails].join("\n").toLowerCase();
}
