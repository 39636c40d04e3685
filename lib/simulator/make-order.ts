import { createHash } from "node:crypto";
import { isLive, totalPricing } from "@/lib/simulator/booking-document";
import { capacityKeysOf, makeBooking, peopleOf, productOfBooking, settledAt, takeSeats, totalCents } from "@/lib/simulator/bookings";
import type { Call } from "@/lib/simulator/call";
import { issuer } from "@/lib/simulator/issuer";
import { accountOfCart, Ledger } from "@/lib/simulator/ledger";
import { fromCents } from "@/lib/simulator/money";
import { planBooking } from "@/lib/simulator/plan-booking";
import { discountCents } from "@/lib/simulator/promo-codes";
import { impossible } from "@/lib/simulator/refusal";
import { oneCurrency } from "@/lib/simulator/resources/reservations";
import { lockSlots, type SlotEdits } from "@/lib/simulator/slot-edits";
import { reservationOf, type Booking, type Order, type Reservation } from "@/lib/simulator/state";
import type { WorldRows } from "@/lib/simulator/store";
import type { DirectBookingRequest, OrderRequest } from "@/lib/simulator/wire";

/** The members that an order keeps as they were sent. */
const KEPT = ["order_options", "order_custom_fields", "order_notes", "order_flags", "order_activity_url", "order_customer_url"] as const;

/** Everything optional that an order says about itself, without what the simulator works out. */
export function sentPart(wish: OrderRequest): Record<string, unknown> {
  return Object.fromEntries(KEPT.flatMap((name) => (wish[name] === undefined ? [] : [[name, wish[name]]])));
}

/** The same body gives the same hash whatever the order of its members. */
export function requestHash(body: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(body)))
    .digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => [name, sorted(entry)]),
  );
}

interface Made {
  order: Order;
  /** The cart that it was made from, still open. */
  cart: Reservation | undefined;
  /** What was paid for that cart. */
  paidCents: number;
}

/**
 * An order from direct bookings or from a cart, never both (facts §4.7). All of it is booked or nothing.
 *
 * @throws Refusal 422
 */
export async function makeOrder(rows: WorldRows, call: Call, wish: OrderRequest): Promise<Made> {
  const { now } = call;
  const confirms = wish.order_bookings.flatMap((booking) => (booking.booking_option_type === "CONFIRM_RESERVATION" ? [booking] : []));
  const directs = wish.order_bookings.flatMap((booking) => (booking.booking_option_type === "DIRECT_BOOKING" ? [booking] : []));
  if (confirms.length + directs.length === 0) throw impossible("/data/order/order_bookings is empty");
  if (confirms.length > 0 && directs.length > 0)
    throw impossible("/data/order/order_bookings mixes direct bookings with the confirmation of a reservation");
  if (confirms.length > 1) throw impossible("/data/order/order_bookings confirms more than one reservation");
  const settlementType = wish.order_settlement_type ?? "EXTERNAL";
  if (directs.length > 0 && settlementType === "DIRECT")
    throw impossible("/data/order/order_settlement_type cannot be DIRECT for direct bookings");

  const [confirm] = confirms;
  const cart = confirm === undefined ? undefined : await findCart(rows, confirm.reservation_reference);
  const ledger = cart === undefined ? undefined : await Ledger.open(rows, accountOfCart(cart, now));
  const made =
    cart === undefined || ledger === undefined
      ? { bookings: await bookDirectly(rows, directs, now), promocodes: [] }
      : await confirmCart(rows, cart, ledger, settlementType, now);
  const order: Order = {
    reference: issuer().reference(),
    externalReference: wish.order_external_reference,
    distributorId: wish.order_distributor_id,
    ...(wish.order_partner_id === undefined ? {} : { partnerId: wish.order_partner_id }),
    language: wish.order_language,
    settlementType,
    version: 1,
    created: now.toISOString(),
    modified: now.toISOString(),
    sent: sentPart(wish),
    contacts: contactsOf(wish, now),
    ...made,
  };
  checkTotal(order, wish);
  return { order, cart, paidCents: ledger?.paidCents ?? 0 };
}

async function bookDirectly(rows: WorldRows, wishes: readonly DirectBookingRequest[], now: Date): Promise<Booking[]> {
  const edits = await lockSlots(rows, wishes);
  const placed = wishes.map((wish, at) => placeDirect(wish, `/data/order/order_bookings/${at}`, now, edits));
  oneCurrency(placed.map(({ booking }) => booking));
  await takeSeats(rows, placed, () => null, now);
  return placed.map(({ booking }) => booking);
}

/** A direct booking, confirmed when its supplier has answered. */
export function placeDirect(
  wish: DirectBookingRequest,
  pointer: string,
  now: Date,
  edits: SlotEdits,
  reference?: string,
): { plan: ReturnType<typeof planBooking>; booking: Booking } {
  const plan = planBooking(wish, pointer, now, edits);
  return { plan, booking: { ...makeBooking(wish, plan, now, reference), confirmedAt: settledAt(plan.product, now) } };
}

const CART_POINTER = "/data/order/order_bookings/0/reservation_reference";

/** A cart that nobody else can close or change until the transaction ends. */
async function findCart(rows: WorldRows, reference: string): Promise<Reservation> {
  const row = await rows.findToChange("reservation", reference);
  if (row === undefined) throw impossible(`${CART_POINTER} names no reservation`);
  const cart = reservationOf(row.document);
  if (cart.orderReference !== undefined) throw impossible(`${CART_POINTER} is already order ${cart.orderReference}`);
  return cart;
}

/** Items that lapsed before are left out without a word, as the documents warn (facts §5). */
async function confirmCart(
  rows: WorldRows,
  cart: Reservation,
  { openCents }: Ledger,
  settlementType: string,
  now: Date,
): Promise<Pick<Order, "bookings" | "promocodes" | "reservationReference">> {
  const live = cart.items.filter((item) => isLive(item, now));
  if (live.length === 0) throw impossible(`${CART_POINTER} has no item that is still held`);
  if (settlementType === "DIRECT" && openCents > 0)
    throw impossible(`A reservation that is settled DIRECT has to be paid first, ${fromCents(openCents)} are open: POST /payments.`);
  for (const item of live) {
    for (const key of capacityKeysOf(item)) await rows.takeSeats(key, item.reference, peopleOf(item), null);
  }
  const bookings = live.map((item): Booking => {
    const { validUntil: _held, ...booking } = item;
    return { ...booking, modified: now.toISOString(), confirmedAt: settledAt(productOfBooking(item), now) };
  });
  return { bookings, promocodes: cart.promocodes, reservationReference: cart.reference };
}

/** The amount that the guest paid has to be the amount that is booked (facts §4.7). */
function checkTotal(order: Order, wish: OrderRequest): void {
  const expected = wish.order_pricing?.price_total;
  const grossCents = order.bookings.reduce((sum, booking) => sum + totalCents(booking), 0);
  const total = totalPricing(order.bookings, discountCents(order.promocodes, grossCents)).price_total;
  if (expected !== undefined && expected !== total)
    throw impossible(`/data/order/order_pricing/price_total is ${expected.slice(0, 20)}, the order costs ${String(total)}`);
}

/** Contacts as they were sent, each with an id by which it is found again. */
export function contactsOf(wish: OrderRequest, now: Date): Record<string, unknown>[] {
  return (wish.order_contacts ?? []).map((contact) => ({
    contact_type: "CONTACT",
    ...contact,
    contact_uid: contact.contact_uid ?? issuer().uuid(),
    contact_version: 1,
    contact_created: now.toISOString().replace("Z", "+00:00"),
  }));
}
