import { findProduct, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { issuer } from "@/lib/simulator/issuer";
import { type BookingPlan } from "@/lib/simulator/plan-booking";
import { impossible } from "@/lib/simulator/refusal";
import { slotWithId, type Slot } from "@/lib/simulator/slots";
import type { Booking, Ticket } from "@/lib/simulator/state";
import type { WorldRows } from "@/lib/simulator/store";
import type { TicketType } from "@/lib/simulator/ticket-types";
import type { BookingRequest } from "@/lib/simulator/wire";

/** A supplier's own system takes this long to confirm or cancel; the vendor gives no figure. */
export const SETTLE_SECONDS = 20;

export type BookingStatus =
  | "BOOKING_RESERVED"
  | "BOOKING_RESERVATION_CANCELLED"
  | "BOOKING_PROCESSING_CONFIRMATION"
  | "BOOKING_CONFIRMED"
  | "BOOKING_PROCESSING_CANCELLATION"
  | "BOOKING_CANCELLED";

/** @throws Error when the product has left the data files since: an operator's mistake */
export function productOfBooking({ productId }: Booking): CatalogueProduct {
  const product = findProduct(productId);
  if (product === undefined) throw new Error(`Product ${productId} is booked and no longer in the data files`);
  return product;
}

/** The slot of an id that was checked when the booking was made. */
export function slotOf(slotId: string | undefined): Slot | undefined {
  return slotId === undefined ? undefined : slotWithId(slotId);
}

/** A booking from a plan; one ticket for each unit, so that each has a code of its own. */
export function makeBooking(request: BookingRequest, plan: BookingPlan, now: Date, reference = issuer().reference()): Booking {
  const at = now.toISOString();
  return {
    reference,
    ...(request.booking_external_reference === undefined ? {} : { externalReference: request.booking_external_reference }),
    ...(request.booking_travel_date === undefined ? {} : { travelDate: request.booking_travel_date }),
    language: request.booking_language,
    productId: plan.product.seed.id,
    ...(plan.day === undefined ? {} : { day: plan.day }),
    ...(plan.slot === undefined ? {} : { slotId: plan.slot.id }),
    ...(plan.pickupId === undefined ? {} : { pickupId: plan.pickupId }),
    options: request.product_options,
    parts: plan.parts.map(({ product, slot }) => ({ productId: product.seed.id, ...(slot === undefined ? {} : { slotId: slot.id }) })),
    tickets: plan.lines.flatMap(({ type, count, unitCents }) => Array.from({ length: count }, () => newTicket(type, unitCents))),
    version: 1,
    created: at,
    modified: at,
    feeCents: 0,
  };
}

function newTicket(type: TicketType, unitCents: number): Ticket {
  return { typeId: type.id, unitCents, pax: type.seed.pax ?? 1, code: issuer().code(), transactionId: issuer().uuid() };
}

/** What a booking is at a moment; holds lapse and suppliers answer without anybody doing anything. */
export function statusOf(booking: Booking, now: Date): BookingStatus {
  const at = now.toISOString();
  if (booking.validUntil !== undefined) {
    return booking.cancelledAt !== undefined || booking.validUntil <= at ? "BOOKING_RESERVATION_CANCELLED" : "BOOKING_RESERVED";
  }
  if (booking.cancelledAt !== undefined) return booking.cancelledAt <= at ? "BOOKING_CANCELLED" : "BOOKING_PROCESSING_CANCELLATION";
  return booking.confirmedAt !== undefined && booking.confirmedAt > at ? "BOOKING_PROCESSING_CONFIRMATION" : "BOOKING_CONFIRMED";
}

/** When a change that goes through a supplier's system takes effect; at once for the rest. */
export function settledAt(product: CatalogueProduct, now: Date): string {
  return new Date(now.getTime() + (product.seed.thirdParty === true ? SETTLE_SECONDS * 1000 : 0)).toISOString();
}

/** Tickets that still count. */
export function liveTickets({ tickets }: Booking): readonly Ticket[] {
  return tickets.filter(({ cancelledAt }) => cancelledAt === undefined);
}

/** Places that a booking takes in each of its slots. */
export function peopleOf(booking: Booking): number {
  return liveTickets(booking).reduce((sum, { pax }) => sum + pax, 0);
}

/** The capacities that a booking takes places of, its package's parts included. */
export function capacityKeysOf(booking: Booking): string[] {
  const slotIds = [booking.slotId, ...booking.parts.map(({ slotId }) => slotId)];
  return slotIds.flatMap((id) => (id === undefined ? [] : (slotWithId(id)?.capacityKey ?? id)));
}

/** What a booking costs now, a cancellation's fee included. */
export function totalCents(booking: Booking): number {
  const kept = booking.cancelledAt === undefined ? liveTickets(booking).reduce((sum, { unitCents }) => sum + unitCents, 0) : 0;
  return kept + booking.feeCents;
}

/**
 * Takes the places of several plans, or none of them. Locks the slots until the transaction ends.
 *
 * @param heldUntil - null books for good
 * @throws Refusal 422 when there is no room
 */
export async function takeSeats(
  rows: WorldRows,
  wishes: readonly { plan: BookingPlan; booking: Booking }[],
  heldUntil: (booking: Booking) => Date | null,
  now: Date,
): Promise<void> {
  const slots = new Map(wishes.flatMap(({ plan }) => plan.seats.map(({ slot }) => [slot.capacityKey, slot])));
  if (slots.size === 0) return;
  await rows.lock(...[...slots.keys()].map((id) => `slot/${id}`));
  const uses = await rows.use([...slots.keys()], now);
  const open = new Map(
    [...slots].map(([id, slot]) => [id, slot.total - slot.takenByOthers - (uses.get(id)?.reserved ?? 0) - (uses.get(id)?.booked ?? 0)]),
  );
  for (const { plan, booking } of wishes) {
    for (const { slot, seats } of plan.seats) {
      const left = (open.get(slot.capacityKey) ?? 0) - seats;
      if (left < 0) throw impossible(`There is no room for ${seats} in availability ${slot.id}; open: ${Math.max(0, left + seats)}.`);
      open.set(slot.capacityKey, left);
      await rows.takeSeats(slot.capacityKey, booking.reference, seats, heldUntil(booking));
    }
  }
}
