import { isLive, itemDocument, totalPricing } from "@/lib/simulator/booking-document";
import { productOfBooking, totalCents } from "@/lib/simulator/bookings";
import { DISTRIBUTOR } from "@/lib/simulator/sale";
import { discountCents, promoDocument } from "@/lib/simulator/promo-codes";
import type { Reservation } from "@/lib/simulator/state";
import { localText } from "@/lib/simulator/zoned-time";

/** What the live items of a cart cost before promo codes. */
export function cartCents(reservation: Reservation, now: Date): number {
  return reservation.items.filter((item) => isLive(item, now)).reduce((sum, item) => sum + totalCents(item), 0);
}

/** A cart as the API shows it. */
export function reservationDocument(reservation: Reservation, now: Date): Record<string, unknown> {
  const live = reservation.items.filter((item) => isLive(item, now));
  const until = (live.length > 0 ? live : reservation.items)
    .map((item) => ({ item, at: item.validUntil ?? "" }))
    .sort((a, b) => a.at.localeCompare(b.at))[0];
  return {
    reservation_distributor_id: reservation.distributorId,
    reservation_distributor_name: DISTRIBUTOR.name,
    ...(reservation.partnerId === undefined ? {} : { reservation_partner_id: reservation.partnerId }),
    reservation_reference: reservation.reference,
    reservation_external_reference: reservation.externalReference,
    reservation_valid_until: until === undefined ? "" : localText(productOfBooking(until.item).place.zone, new Date(until.at)),
    reservation_details: reservation.items.map((item) => itemDocument(item, now)),
    reservation_promocodes: reservation.promocodes.map(promoDocument),
    reservation_pricing: totalPricing(live, discountCents(reservation.promocodes, cartCents(reservation, now))),
    reservation_custom_fields: reservation.customFields,
  };
}
