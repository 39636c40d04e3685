import { liveTickets, productOfBooking, slotOf, statusOf, totalCents } from "@/lib/simulator/bookings";
import type { CatalogueProduct } from "@/lib/simulator/catalogue";
import { fromCents, taxWithin } from "@/lib/simulator/money";
import { DEFAULT_LANGUAGE, policies } from "@/lib/simulator/product-document";
import { supplierIdOf } from "@/lib/simulator/sale";
import type { Booking, Ticket } from "@/lib/simulator/state";
import { classOf, labelOf, pricing, typesOn, type TicketType } from "@/lib/simulator/ticket-types";
import { dayIn, instantAt, localText } from "@/lib/simulator/zoned-time";

/** What a cart's item and an order's booking have in common, as the API shows it. */
function commonPart(booking: Booking, now: Date): Record<string, unknown> {
  const product = productOfBooking(booking);
  const { seed, place } = product;
  const slot = slotOf(booking.slotId);
  const text = (iso: string) => localText(place.zone, new Date(iso));
  return {
    ...(booking.externalReference === undefined ? {} : { booking_external_reference: booking.externalReference }),
    ...(booking.day === undefined
      ? {}
      : {
          booking_travel_date:
            slot === undefined ? text(instantAt(place.zone, booking.day, "00:00").toISOString()) : localText(place.zone, slot.from),
        }),
    booking_language: booking.language,
    booking_status: statusOf(booking, now),
    booking_version: booking.version,
    booking_pricing: pricing(product, totalCents(booking)),
    booking_created: text(booking.created),
    booking_modified: text(booking.modified),
    product_id: seed.id,
    product_title: seed.title[booking.language] ?? seed.title[DEFAULT_LANGUAGE] ?? seed.id,
    product_supplier_id: supplierIdOf(place),
    product_supplier_name: place.supplier,
    product_currency_code: place.currency,
    product_admission_type: seed.availabilityAdmission ?? seed.admission,
    product_entry_notes: `Come to ${place.venue}, ${place.street}, ${place.city}.`,
    product_cancellation_policies: policies(product),
    product_code_settings: { product_code_format: "CODE_128", product_group_code: false },
    ...(slot === undefined
      ? {}
      : {
          product_availability_id: slot.id,
          product_availability_capacity_id: `C${seed.id}`,
          product_availability_from_date_time: localText(place.zone, slot.from),
          product_availability_to_date_time: localText(place.zone, slot.to),
        }),
    ...(booking.pickupId === undefined
      ? {}
      : { product_pickup_point_id: booking.pickupId, product_pickup_point: { pickup_point_id: booking.pickupId } }),
    product_options: booking.options,
    product_combi_details: booking.parts.map(({ productId, slotId }) => ({
      product_id: productId,
      ...(slotId === undefined ? {} : { product_availability_id: slotId }),
    })),
  };
}

/** An item of a cart: its lines are grouped by ticket type. */
export function itemDocument(booking: Booking, now: Date): Record<string, unknown> {
  const product = productOfBooking(booking);
  const typeIds = [...new Set(booking.tickets.map(({ typeId }) => typeId))];
  return {
    ...commonPart(booking, now),
    booking_reservation_reference: booking.reference,
    ...(booking.validUntil === undefined
      ? {}
      : { booking_reservation_valid_until: localText(product.place.zone, new Date(booking.validUntil)) }),
    product_cancellation_allowed: product.seed.cancellation?.allowed ?? true,
    product_type_details: typeIds.map((typeId) => {
      const same = booking.tickets.filter((ticket) => ticket.typeId === typeId);
      return { ...typePart(product, booking, typeId), product_type_count: same.length, product_type_pricing: pricing(product, sum(same)) };
    }),
  };
}

/** A booking of an order: one line for each ticket, with its own code (facts §4.7). */
export function bookingDocument(booking: Booking, now: Date): Record<string, unknown> {
  const product = productOfBooking(booking);
  const status = statusOf(booking, now);
  const text = (iso: string) => localText(product.place.zone, new Date(iso));
  const isConfirmed = status === "BOOKING_CONFIRMED";
  return {
    ...commonPart(booking, now),
    booking_reference: booking.reference,
    booking_voucher_released: isConfirmed,
    ...(isConfirmed && booking.confirmedAt !== undefined ? { booking_confirmed: text(booking.confirmedAt) } : {}),
    ...(status === "BOOKING_CANCELLED" && booking.cancelledAt !== undefined ? { booking_cancelled: text(booking.cancelledAt) } : {}),
    product_cancellation_allowed: (product.seed.cancellation?.allowed ?? true) && booking.cancelledAt === undefined,
    product_type_details: booking.tickets.map((ticket) => ticketPart(product, booking, ticket, isConfirmed)),
  };
}

function ticketPart(product: CatalogueProduct, booking: Booking, ticket: Ticket, isConfirmed: boolean): Record<string, unknown> {
  const isCancelled = ticket.cancelledAt !== undefined || booking.cancelledAt !== undefined;
  return {
    ...typePart(product, booking, ticket.typeId),
    product_type_count: 1,
    product_type_pricing: pricing(product, isCancelled ? 0 : ticket.unitCents),
    product_type_transaction_id: ticket.transactionId,
    product_type_status: isCancelled ? "CANCELLED" : "ACTIVE",
    product_type_redemption_status: isCancelled ? "CANCELLED" : "NOT_REDEEMED",
    // Until the supplier has confirmed there is no code to show.
    ...(isConfirmed && !isCancelled ? { product_type_code: ticket.code } : {}),
  };
}

function typePart(product: CatalogueProduct, booking: Booking, typeId: string): Record<string, unknown> {
  const day = booking.day ?? dayIn(product.place.zone, new Date(booking.created));
  const type: TicketType | undefined = typesOn(product, day).find(({ id }) => id === typeId);
  if (type === undefined) return { product_type_id: typeId };
  return {
    product_type: type.seed.type,
    product_type_class: classOf(type),
    product_type_id: typeId,
    product_type_label: labelOf(type),
    ...(type.seed.ageFrom === undefined ? {} : { product_type_age_from: type.seed.ageFrom }),
    ...(type.seed.ageTo === undefined ? {} : { product_type_age_to: type.seed.ageTo }),
    product_type_pax: type.seed.pax ?? 1,
    product_type_capacity: type.seed.pax ?? 1,
  };
}

function sum(tickets: readonly Ticket[]): number {
  return tickets.reduce((cents, { unitCents }) => cents + unitCents, 0);
}

/** The pricing of everything together, after promo codes. Bookings of one cart share a currency. */
export function totalPricing(bookings: readonly Booking[], discountCents: number): Record<string, unknown> {
  const [first] = bookings;
  if (first === undefined) return { price_type: "SALES_GROSS", price_subtotal: "0.00", price_total: "0.00" };
  const { place } = productOfBooking(first);
  const grossCents = Math.max(0, bookings.reduce((cents, booking) => cents + totalCents(booking), 0) - discountCents);
  const taxCents = bookings.reduce((cents, booking) => cents + taxWithin(totalCents(booking), productOfBooking(booking).place.tax), 0);
  return {
    price_type: "SALES_GROSS",
    price_currency_code: place.currency,
    price_subtotal: fromCents(Math.max(0, grossCents - taxCents)),
    price_taxes: [{ tax_id: "VAT", tax_amount: fromCents(Math.min(taxCents, grossCents)) }],
    ...(discountCents === 0 ? {} : { price_promocodes: [{ promo_amount: fromCents(discountCents) }] }),
    price_total: fromCents(grossCents),
  };
}

/** Whether anything of a booking still counts. */
export function isLive(booking: Booking, now: Date): boolean {
  const status = statusOf(booking, now);
  return (
    liveTickets(booking).length > 0 &&
    status !== "BOOKING_RESERVATION_CANCELLED" &&
    status !== "BOOKING_CANCELLED" &&
    status !== "BOOKING_PROCESSING_CANCELLATION"
  );
}
