import type { Call } from "@/lib/simulator/call";
import { findAccount, Ledger, type Account } from "@/lib/simulator/ledger";
import { fromCents, toCents } from "@/lib/simulator/money";
import { recordPayment } from "@/lib/simulator/record-payment";
import { impossible } from "@/lib/simulator/refusal";
import type { Payment } from "@/lib/simulator/state";
import type { WorldRows } from "@/lib/simulator/store";

const PAYMENT_NAMES = ["payment_id", "payment_merchant_reference", "payment_service_provider_reference"] as const;

/** What is to be given back, as the query names it; what is not named limits nothing. */
interface Wish {
  orderReference: string | undefined;
  bookings: readonly string[];
  tickets: readonly string[];
  /** Members of the payment's document. */
  payment: Readonly<Record<string, string>>;
  cents: number | undefined;
}

function readWish({ query }: Call): Wish {
  const asked = query.text("refund_amount");
  if (asked !== undefined && !/^\d{1,9}(\.\d{1,2})?$/.test(asked)) throw impossible("/query/refund_amount is not an amount, such as 12.50");
  return {
    orderReference: query.text("order_reference"),
    bookings: query.texts("booking_reference"),
    tickets: query.texts("product_type_transaction_id"),
    payment: Object.fromEntries(
      PAYMENT_NAMES.flatMap((name) => {
        const value = query.text(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    cents: asked === undefined ? undefined : toCents(asked),
  };
}

/**
 * Gives back what was paid, or the part of it that the query names: of bookings, of tickets, of one payment, an amount.
 *
 * @throws Refusal 422
 */
export async function refund(rows: WorldRows, call: Call): Promise<Payment["shown"]> {
  const wish = readWish(call);
  const account = await accountOf(rows, wish, call.now);
  const ledger = await Ledger.open(rows, account);
  const original = originalOf(wish, ledger);
  const byTicket = new Map(wish.tickets.map((id) => [id, ledger.refundableFor(id)]));
  const byBooking = refundableByBooking(wish, account, ledger, byTicket);
  const named = wish.bookings.length + wish.tickets.length > 0 ? sumOf(byBooking) : ledger.paidCents;
  const most = Math.max(0, Math.min(ledger.paidCents, named, original === undefined ? Infinity : ledger.refundableOf(original)));
  const cents = wish.cents ?? most;
  if (cents <= 0 || cents > most) throw impossible(`At most ${fromCents(most)} can be refunded.`);
  const shares = share(cents, byBooking);
  return recordPayment(rows, call, ledger, {
    type: "REFUND",
    cents,
    shares: Object.fromEntries([...shares].map(([reference, part]) => [reference, -part])),
    tickets: Object.fromEntries(share(cents, byTicket)),
    members: {
      payment_refund_reason: call.query.text("refund_reason") ?? "",
      payment_booking_references: [...shares.keys()],
      ...(original === undefined ? {} : { payment_original_id: original.shown.payment_id }),
    },
  });
}

/** Whose money it is: of the order or cart that is named, or of the one that something named belongs to. */
async function accountOf(rows: WorldRows, { orderReference, bookings, tickets, payment }: Wish, now: Date): Promise<Account> {
  if (orderReference !== undefined) return findAccount(rows, orderReference, now);
  const [reference] = bookings;
  const [transactionId] = tickets;
  const booking = reference === undefined ? { tickets: [{ transactionId }] } : { reference };
  const owner =
    Object.keys(payment).length > 0
      ? (await rows.findWith("payment", { shown: payment }))?.externalReference
      : reference === undefined && transactionId === undefined
        ? undefined
        : ((await rows.findWith("order", { bookings: [booking] })) ?? (await rows.findWith("reservation", { items: [booking] })))
            ?.reference;
  if (typeof owner === "string") return findAccount(rows, owner, now);
  throw impossible("Name an order by order_reference, or a booking, ticket or payment that there is: it says what is refunded.");
}

/** @throws Refusal 422 when what is named is no payment of this order or cart */
function originalOf({ payment }: Wish, { payments }: Ledger): Payment | undefined {
  const wanted = Object.entries(payment);
  if (wanted.length === 0) return undefined;
  const found = payments.find(({ shown }) => shown.payment_type !== "REFUND" && wanted.every(([name, value]) => shown[name] === value));
  if (found === undefined) throw impossible(`/query/${Object.keys(payment).join(", ")} names no payment of this order`);
  return found;
}

/** What can be given back of each booking: of those that are named, wholly or by tickets; of all when none is. */
function refundableByBooking(
  wish: Wish,
  { bookings }: Account,
  ledger: Ledger,
  byTicket: ReadonlyMap<string, number>,
): Map<string, number> {
  const own = new Set(bookings.flatMap(({ reference, tickets }) => [reference, ...tickets.map(({ transactionId }) => transactionId)]));
  if (wish.bookings.some((name) => !own.has(name))) throw impossible("/query/booking_reference names no booking of this order");
  if (wish.tickets.some((name) => !own.has(name))) throw impossible("/query/product_type_transaction_id names no ticket of this order");
  const isAll = wish.bookings.length + wish.tickets.length === 0;
  // Those that were paid beyond their price first: a refund of the whole order is theirs before it is anybody else's.
  const inTurn = bookings.toSorted((a, b) => ledger.openFor(a.reference) - ledger.openFor(b.reference));
  return new Map(
    inTurn.flatMap(({ reference, tickets }): [string, number][] => {
      const paid = Math.max(0, ledger.paidFor(reference));
      if (isAll || wish.bookings.includes(reference)) return [[reference, paid]];
      const ofTickets = tickets.reduce((sum, { transactionId }) => sum + (byTicket.get(transactionId) ?? 0), 0);
      return ofTickets > 0 ? [[reference, Math.min(paid, ofTickets)]] : [];
    }),
  );
}

function sumOf(parts: ReadonlyMap<string, number>): number {
  return [...parts.values()].reduce((sum, cents) => sum + cents, 0);
}

/** An amount taken from each part in turn, as far as it goes; parts that give nothing are left out. */
export function share(cents: number, parts: ReadonlyMap<string, number>): Map<string, number> {
  let left = cents;
  const shares = new Map<string, number>();
  for (const [name, most] of parts) {
    const taken = Math.min(left, Math.max(0, most));
    if (taken > 0) shares.set(name, taken);
    left -= taken;
  }
  return shares;
}
