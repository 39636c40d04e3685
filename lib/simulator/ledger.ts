import { isLive } from "@/lib/simulator/booking-document";
import { productOfBooking, totalCents } from "@/lib/simulator/bookings";
import { toCents } from "@/lib/simulator/money";
import { discountCents } from "@/lib/simulator/promo-codes";
import { impossible } from "@/lib/simulator/refusal";
import { orderOf, paymentOf, reservationOf, type Booking, type Order, type Payment, type Reservation } from "@/lib/simulator/state";
import type { WorldRows } from "@/lib/simulator/store";

/** What is paid for: an order, or a reservation that will be one. */
export interface Account {
  /** Under which its payments are kept: for an order that was a cart, still that cart's reference. */
  root: string;
  reference: string;
  /** Undefined while it is a cart. */
  order: Order | undefined;
  bookings: readonly Booking[];
  /** What each booking costs, by its reference, its part of the discount taken off. */
  costs: ReadonlyMap<string, number>;
  totalCents: number;
  currency: string;
  zone: string;
}

export function accountOfOrder(order: Order): Account {
  const root = order.reservationReference ?? order.reference;
  return accountOf(root, order.reference, order, order.bookings, order.promocodes, totalCents);
}

/** Only what is still held costs anything. */
export function accountOfCart(cart: Reservation, now: Date): Account {
  return accountOf(cart.reference, cart.reference, undefined, cart.items, cart.promocodes, (item) =>
    isLive(item, now) ? totalCents(item) : 0,
  );
}

function accountOf(
  root: string,
  reference: string,
  order: Order | undefined,
  bookings: readonly Booking[],
  promocodes: readonly string[],
  centsOf: (booking: Booking) => number,
): Account {
  const gross = bookings.reduce((sum, booking) => sum + centsOf(booking), 0);
  const discount = discountCents(promocodes, gross);
  // Rounded as a running sum, so that the parts of the discount add up to it.
  const offUpTo = (cents: number) => (gross === 0 ? 0 : Math.round((discount * cents) / gross));
  const costs = new Map<string, number>();
  let before = 0;
  for (const booking of bookings) {
    const cents = centsOf(booking);
    costs.set(booking.reference, cents - (offUpTo(before + cents) - offUpTo(before)));
    before += cents;
  }
  const [first] = bookings;
  const place = first === undefined ? undefined : productOfBooking(first).place;
  const money = { currency: place?.currency ?? "EUR", zone: place?.zone ?? "UTC" };
  return { root, reference, order, bookings, costs, totalCents: gross - discount, ...money };
}

/**
 * What a reference names, kept from everybody who would change, pay or refund it until the transaction ends. A cart that
 * has become an order is that order.
 *
 * @throws Refusal 422
 */
export async function findAccount(rows: WorldRows, reference: string, now: Date): Promise<Account> {
  const cartRow = await rows.findToChange("reservation", reference);
  const cart = cartRow === undefined ? undefined : reservationOf(cartRow.document);
  if (cart !== undefined && cart.orderReference === undefined) return accountOfCart(cart, now);
  const order = await rows.findToChange("order", cart?.orderReference ?? reference);
  if (order === undefined) throw impossible("/query/order_reference names neither an order nor a reservation");
  return accountOfOrder(orderOf(order.document));
}

/** The payments and refunds of an account. */
export class Ledger {
  private constructor(
    readonly account: Account,
    readonly payments: readonly Payment[],
  ) {}

  /** Waits for whoever pays or refunds at the moment. The order or cart has to be locked before. */
  static async open(rows: WorldRows, account: Account): Promise<Ledger> {
    await rows.lock(`payment/${account.root}`);
    const kept = await rows.listOf("payment", account.root);
    return new Ledger(
      account,
      kept.map(({ document }) => paymentOf(document)),
    );
  }

  /** The same payments for what the order or cart has become. */
  of(account: Account): Ledger {
    return new Ledger(account, this.payments);
  }

  /** What was paid so far, refunds taken off. */
  get paidCents(): number {
    return this.payments.reduce((sum, payment) => sum + signedCents(payment), 0);
  }

  /** What is still to be paid; below zero when more was paid than it costs now. */
  get openCents(): number {
    return this.account.totalCents - this.paidCents;
  }

  /** What was paid for one booking, refunds taken off. */
  paidFor(reference: string): number {
    return this.payments.reduce((sum, { shares }) => sum + (shares[reference] ?? 0), 0);
  }

  /** What one booking costs more than was paid for it. */
  openFor(reference: string): number {
    return (this.account.costs.get(reference) ?? 0) - this.paidFor(reference);
  }

  /** The part of each booking in what makes everything even: paid what it costs, neither more nor less. */
  evenShares(): Record<string, number> {
    return Object.fromEntries(this.account.bookings.map(({ reference }) => [reference, this.openFor(reference)]));
  }

  /** What can still be given back for a ticket: its part of what was paid for its booking. */
  refundableFor(transactionId: string): number {
    const booking = this.account.bookings.find(({ tickets }) => tickets.some((ticket) => ticket.transactionId === transactionId));
    const price = (tickets: Booking["tickets"]) => tickets.reduce((sum, { unitCents }) => sum + unitCents, 0);
    const all = price(booking?.tickets ?? []);
    if (booking === undefined || all === 0) return 0;
    const authorised = this.payments.filter(({ shown }) => shown.payment_type !== "REFUND");
    const everPaid = authorised.reduce((sum, { shares }) => sum + (shares[booking.reference] ?? 0), 0);
    const own = price(booking.tickets.filter((ticket) => ticket.transactionId === transactionId));
    const refunded = this.payments.reduce((sum, { tickets }) => sum + (tickets[transactionId] ?? 0), 0);
    return Math.max(0, Math.round((everPaid * own) / all) - refunded);
  }

  /** What can still be given back of one payment. */
  refundableOf({ shown }: Payment): number {
    const refunds = this.payments.filter((other) => other.shown.payment_original_id === shown.payment_id);
    return refunds.reduce((left, refund) => left + signedCents(refund), toCents(shown.payment_amount));
  }
}

/** Refunds count below zero. */
function signedCents({ shown }: Payment): number {
  return toCents(shown.payment_amount) * (shown.payment_type === "REFUND" ? -1 : 1);
}
