import { productOfBooking, takeSeats } from "@/lib/simulator/bookings";
import { isLive } from "@/lib/simulator/booking-document";
import { contactsOf, placeDirect, sentPart } from "@/lib/simulator/make-order";
import { impossible } from "@/lib/simulator/refusal";
import { oneCurrency } from "@/lib/simulator/resources/reservations";
import { lockSlots, type SlotEdits } from "@/lib/simulator/slot-edits";
import type { Booking, Order } from "@/lib/simulator/state";
import type { WorldRows } from "@/lib/simulator/store";
import type { DirectBookingRequest, OrderRequest } from "@/lib/simulator/wire";

/**
 * Amends an order (facts §4.7): the top level as a whole, of the bookings those that are named. Versions
 * count up by one; where the caller states them they have to be the next.
 *
 * @throws Refusal 422
 */
export async function amendOrder(rows: WorldRows, order: Order, wish: OrderRequest, now: Date): Promise<Order> {
  if (order.cancelledAt !== undefined) throw impossible("The order was cancelled.");
  const next = order.version + 1;
  if (wish.order_version !== undefined && wish.order_version !== next) {
    throw impossible(`/data/order/order_version must be ${next}: the order is at ${order.version}`);
  }
  const edits = await lockSlots(
    rows,
    wish.order_bookings.flatMap((booking) => (booking.booking_option_type === "DIRECT_BOOKING" ? [booking] : [])),
  );
  const placed = wish.order_bookings.map((booking, at) => {
    const pointer = `/data/order/order_bookings/${at}`;
    if (booking.booking_option_type !== "DIRECT_BOOKING")
      throw impossible(`${pointer} confirms a reservation; an amendment replaces bookings`);
    return replace(order, booking, pointer, now, edits);
  });
  if (new Set(placed.map(({ booking }) => booking.reference)).size < placed.length)
    throw impossible("/data/order/order_bookings names a booking twice");
  // The old places are given back only after the new ones are found: they are not netted (facts §4.7).
  await takeSeats(
    rows,
    placed.map(({ plan, booking }) => ({ plan, booking: { ...booking, reference: `${booking.reference}+` } })),
    () => null,
    now,
  );
  for (const { plan, booking } of placed) {
    await rows.releaseSeats(booking.reference, now);
    await rows.releaseSeats(`${booking.reference}+`, now);
    for (const { slot, seats } of plan.seats) await rows.takeSeats(slot.capacityKey, booking.reference, seats, null);
  }
  const bookings = order.bookings.map((old) => placed.find(({ booking }) => booking.reference === old.reference)?.booking ?? old);
  oneCurrency(bookings);
  const { partnerId: _old, ...rest } = order;
  return {
    ...rest,
    ...(wish.order_partner_id === undefined ? {} : { partnerId: wish.order_partner_id }),
    language: wish.order_language,
    sent: sentPart(wish),
    contacts: contactsOf(wish, now),
    bookings,
    version: next,
    modified: now.toISOString(),
  };
}

function replace(
  order: Order,
  wish: DirectBookingRequest,
  pointer: string,
  now: Date,
  edits: SlotEdits,
): { plan: ReturnType<typeof placeDirect>["plan"]; booking: Booking } {
  const old = order.bookings.find(({ reference }) => reference === wish.booking_reference);
  if (old === undefined || !isLive(old, now)) throw impossible(`${pointer}/booking_reference names no live booking of this order`);
  const { seed } = productOfBooking(old);
  if (seed.cancellation?.allowed === false)
    throw impossible(`${pointer} amends a booking of product ${seed.id}, which cannot be cancelled`);
  const next = old.version + 1;
  if (wish.booking_version !== undefined && wish.booking_version !== next) throw impossible(`${pointer}/booking_version must be ${next}`);
  const { plan, booking } = placeDirect(wish, pointer, now, edits, old.reference);
  return { plan, booking: { ...booking, created: old.created, version: next } };
}
