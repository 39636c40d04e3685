import type { Call } from "@/lib/simulator/call";
import { orderDocument } from "@/lib/simulator/order-document";
import type { Booking, Order, Ticket } from "@/lib/simulator/state";
import type { WorldRows } from "@/lib/simulator/store";
import { announce, type News } from "@/lib/simulator/webhooks/announce";
import { dropFuture } from "@/lib/simulator/webhooks/store";

/**
 * Tells of an order: what happened to it now and, where a supplier still has to answer, what that
 * answer will make of it.
 *
 * @param before - the order as it was; undefined for a new one
 */
export async function announceOrder(
  rows: WorldRows,
  call: Call,
  order: Order,
  event: "ORDER_CREATE" | "ORDER_UPDATE" | "ORDER_CANCEL",
  before?: Order,
): Promise<void> {
  const { now } = call;
  const shown = (at: Date) => () => ({ order: orderDocument({ ...call, now: at }, order) });
  const settlesAt = settledBy(order, now);
  const vouchers = order.cancelledAt === undefined ? (event === "ORDER_CREATE" ? "VOUCHER_RELEASE" : undefined) : "VOUCHER_REVOKE";
  const news: News[] = [{ event, itemId: order.reference, item: shown(now) }];
  if (settlesAt > now) news.push({ event: "ORDER_UPDATE", itemId: order.reference, item: shown(settlesAt), at: settlesAt });
  if (vouchers !== undefined) news.push({ event: vouchers, itemId: order.reference, item: shown(settlesAt), at: settlesAt });
  else if (before !== undefined) {
    for (const { at, note } of revoked(order, before, now)) {
      news.push({ event: "VOUCHER_REVOKE", itemId: order.reference, item: shown(at), at, note });
    }
  }
  // What was going to be said of the order as it was before is no longer true.
  if (before !== undefined && settledBy(before, now) > now) await dropFuture(rows, order.reference, now);
  await announce(rows, call, ...news);
}

/** The tickets that an order has lost while the rest of it stays, and when each is void. */
function revoked(order: Order, before: Order, now: Date): { at: Date; note: string }[] {
  const gone = new Set(cancelledIn(before).map(({ ticket }) => ticket.transactionId));
  return cancelledIn(order).flatMap(({ ticket, booking }) => {
    const at = new Date([now.toISOString(), booking.cancelledAt ?? ""].sort().at(-1) ?? now);
    // One that is void only later was told of for then, and that is forgotten with the rest.
    if (gone.has(ticket.transactionId) && at <= now) return [];
    return [{ at, note: `ticket ${ticket.transactionId} of booking ${booking.reference}` }];
  });
}

function cancelledIn({ bookings }: Order): { ticket: Ticket; booking: Booking }[] {
  return bookings.flatMap((booking) =>
    booking.tickets
      .filter((ticket) => ticket.cancelledAt !== undefined || booking.cancelledAt !== undefined)
      .map((ticket) => ({ ticket, booking })),
  );
}

/** When the last supplier has answered; `now` when all of them have. */
function settledBy({ bookings }: Order, now: Date): Date {
  const answers = bookings.flatMap(({ confirmedAt, cancelledAt }) => [confirmedAt ?? "", cancelledAt ?? ""]);
  return new Date([now.toISOString(), ...answers].sort().at(-1) ?? now);
}
