import { isLive, bookingDocument, totalPricing } from "@/lib/simulator/booking-document";
import { productOfBooking, statusOf, totalCents } from "@/lib/simulator/bookings";
import type { Call } from "@/lib/simulator/call";
import { DISTRIBUTOR } from "@/lib/simulator/sale";
import { discountCents, promoDocument } from "@/lib/simulator/promo-codes";
import type { Order } from "@/lib/simulator/state";
import { localText } from "@/lib/simulator/zoned-time";

export type OrderStatus = "ORDER_PENDING" | "ORDER_CONFIRMED" | "ORDER_CANCELLED";

/** Pending while any supplier has not answered; cancelled when nothing of it is left. */
export function orderStatus(order: Order, now: Date): OrderStatus {
  const statuses = order.bookings.map((booking) => statusOf(booking, now));
  if (order.bookings.every((booking) => !isLive(booking, now))) {
    return statuses.includes("BOOKING_PROCESSING_CANCELLATION") ? "ORDER_PENDING" : "ORDER_CANCELLED";
  }
  return statuses.some((status) => status.startsWith("BOOKING_PROCESSING")) ? "ORDER_PENDING" : "ORDER_CONFIRMED";
}

/** What all bookings of an order cost before promo codes. */
export function orderCents(order: Order): number {
  return order.bookings.reduce((sum, booking) => sum + totalCents(booking), 0);
}

/** An order as the API shows it. Its times are in the zone of its first booking's venue. */
export function orderDocument(call: Call, order: Order): Record<string, unknown> {
  const { now } = call;
  const [first] = order.bookings;
  const text = (iso: string) => localText(first === undefined ? "UTC" : productOfBooking(first).place.zone, new Date(iso));
  const status = orderStatus(order, now);
  return {
    ...order.sent,
    order_distributor_id: order.distributorId,
    order_distributor_name: DISTRIBUTOR.name,
    ...(order.partnerId === undefined ? {} : { order_partner_id: order.partnerId }),
    order_reference: order.reference,
    order_external_reference: order.externalReference,
    order_settlement_type: order.settlementType,
    order_channel: "API",
    order_language: order.language,
    order_status: status,
    order_version: order.version,
    order_archived: false,
    order_redacted: false,
    order_contacts: order.contacts,
    order_promocodes: order.promocodes.map(promoDocument),
    order_pricing: totalPricing(order.bookings, discountCents(order.promocodes, orderCents(order))),
    order_created: text(order.created),
    order_modified: text(order.modified),
    ...(status === "ORDER_CONFIRMED"
      ? {
          order_confirmed: text(
            order.bookings
              .map(({ confirmedAt }) => confirmedAt ?? order.created)
              .sort()
              .at(-1) ?? order.created,
          ),
        }
      : {}),
    ...(order.cancelledAt === undefined ? {} : { order_cancellation_date_time: text(order.cancelledAt) }),
    order_created_name: call.grant?.clientId ?? "",
    order_bookings: order.bookings.map((booking) => bookingDocument(booking, now)),
  };
}
