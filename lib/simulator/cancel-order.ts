import { capacityKeysOf, liveTickets, peopleOf, productOfBooking, settledAt, slotOf } from "@/lib/simulator/bookings";
import { isLive } from "@/lib/simulator/booking-document";
import { impossible, Refusal } from "@/lib/simulator/refusal";
import type { Booking, Order, Ticket } from "@/lib/simulator/state";
import type { WorldRows } from "@/lib/simulator/store";

/** What to cancel; nothing named means everything. */
export interface Cancellation {
  bookingReferences: readonly string[];
  transactionIds: readonly string[];
}

/**
 * Cancels an order or parts of it, under the policies of its products. A repeat changes nothing:
 * DELETE is idempotent (facts §1.8).
 *
 * @throws Refusal 422 with the code that public clients look for, misspelt as they have it
 */
export async function cancelOrder(rows: WorldRows, order: Order, wish: Cancellation, now: Date): Promise<Order> {
  checkNames(order, wish);
  const at = now.toISOString();
  const hit = order.bookings.filter((booking) => isLive(booking, now) && isNamed(booking, wish));
  // Nothing is cancelled when one of them cannot be (facts §4.7).
  for (const booking of hit) checkAllowed(booking);
  if (hit.length === 0) return order;
  const bookings: Booking[] = [];
  for (const booking of order.bookings) bookings.push(hit.includes(booking) ? await cancelBooking(rows, booking, wish, now) : booking);
  const isOver = bookings.every(({ cancelledAt }) => cancelledAt !== undefined);
  return { ...order, bookings, version: order.version + 1, modified: at, ...(isOver ? { cancelledAt: at } : {}) };
}

function isNamed(booking: Booking, { bookingReferences, transactionIds }: Cancellation): boolean {
  if (bookingReferences.length === 0 && transactionIds.length === 0) return true;
  return (
    bookingReferences.includes(booking.reference) ||
    liveTickets(booking).some(({ transactionId }) => transactionIds.includes(transactionId))
  );
}

function checkNames(order: Order, { bookingReferences, transactionIds }: Cancellation): void {
  const references = order.bookings.map(({ reference }) => reference);
  const unknown = bookingReferences.filter((reference) => !references.includes(reference));
  if (unknown.length > 0) throw impossible(`/query/booking_reference names no booking of this order: ${unknown.join(", ")}`);
  const ids = order.bookings.flatMap(({ tickets }) => tickets.map(({ transactionId }) => transactionId));
  if (transactionIds.some((id) => !ids.includes(id))) throw impossible("/query/product_type_transaction_id names no ticket of this order");
}

function checkAllowed(booking: Booking): void {
  const { seed } = productOfBooking(booking);
  if (seed.cancellation?.allowed !== false) return;
  const problem = `Booking ${booking.reference} cannot be cancelled under the cancellation policy of product ${seed.id}.`;
  throw new Refusal(422, problem, { code: "INVALID_CANCELLATON", message: "This booking cannot be cancelled.", errors: [problem] });
}

async function cancelBooking(rows: WorldRows, booking: Booking, wish: Cancellation, now: Date): Promise<Booking> {
  const at = now.toISOString();
  const named = liveTickets(booking).filter(({ transactionId }) => wish.transactionIds.includes(transactionId));
  const isWhole = named.length === 0 || named.length === liveTickets(booking).length || wish.bookingReferences.includes(booking.reference);
  const gone = isWhole ? liveTickets(booking) : named;
  const feeCents = booking.feeCents + feeOf(booking, gone, now);
  const tickets = booking.tickets.map((ticket) => (gone.includes(ticket) ? { ...ticket, cancelledAt: at } : ticket));
  const changed: Booking = { ...booking, tickets, feeCents, modified: at, version: booking.version + 1 };
  if (isWhole) {
    if (capacityKeysOf(booking).length > 0) await rows.releaseSeats(booking.reference, now);
    return { ...changed, cancelledAt: settledAt(productOfBooking(booking), now) };
  }
  for (const key of capacityKeysOf(booking)) await rows.takeSeats(key, booking.reference, peopleOf(changed), null);
  return changed;
}

/** Closer to the visit than the threshold, a share of the price is kept. Without a slot there is no closer. */
function feeOf(booking: Booking, tickets: readonly Ticket[], now: Date): number {
  const { cancellation } = productOfBooking(booking).seed;
  const slot = slotOf(booking.slotId);
  if (cancellation?.thresholdMinutes === undefined || slot === undefined) return 0;
  const minutesLeft = (slot.from.getTime() - now.getTime()) / 60_000;
  if (minutesLeft >= cancellation.thresholdMinutes) return 0;
  const price = tickets.reduce((sum, { unitCents }) => sum + unitCents, 0);
  return Math.round((price * (cancellation.feePercent ?? 0)) / 100);
}
