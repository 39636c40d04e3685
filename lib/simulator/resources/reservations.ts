import { isLive } from "@/lib/simulator/booking-document";
import { makeBooking, productOfBooking, takeSeats } from "@/lib/simulator/bookings";
import { worldOf, type Call, type Resource } from "@/lib/simulator/call";
import { envelope } from "@/lib/simulator/envelope";
import { issuer } from "@/lib/simulator/issuer";
import { accountOfCart, Ledger } from "@/lib/simulator/ledger";
import { fromCents } from "@/lib/simulator/money";
import { planBooking } from "@/lib/simulator/plan-booking";
import { checkPromoCode } from "@/lib/simulator/promo-codes";
import { refundRest } from "@/lib/simulator/record-payment";
import { impossible, Refusal } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";
import { cartCents, reservationDocument } from "@/lib/simulator/reservation-document";
import { lockSlots } from "@/lib/simulator/slot-edits";
import { reservationOf, type Booking, type Reservation } from "@/lib/simulator/state";
import { inWorld, type Row, type WorldRows } from "@/lib/simulator/store";
import { readReservation, type ReservationItemRequest } from "@/lib/simulator/wire";
import { announce } from "@/lib/simulator/webhooks/announce";

/** How long an item is held; the vendor's figure differs by product and is not published. */
const HOLD_SECONDS = 900;
const READABLE_DAYS = 10;
const DAY_MS = 86_400_000;

/** POST /reservations. */
export const createReservation: Resource = async (call) => {
  const wish = readReservation(call.body).data.reservation;
  const reservation: Reservation = {
    reference: issuer().reference(),
    externalReference: wish.reservation_external_reference,
    distributorId: wish.reservation_distributor_id,
    ...(wish.reservation_partner_id === undefined ? {} : { partnerId: wish.reservation_partner_id }),
    customFields: wish.reservation_custom_fields ?? [],
    items: [],
    promocodes: [],
  };
  const made = await inWorld(worldOf(call), async (rows) => {
    const filled = await putItems(rows, reservation, wish.reservation_details, call.now);
    const row = {
      reference: filled.reference,
      externalReference: filled.externalReference,
      document: filled,
      createdAt: call.now,
      modifiedAt: call.now,
    };
    await rows.insert("reservation", row);
    await announceCart(rows, call, filled, "RESERVATION_CREATE");
    return filled;
  });
  return reservationReply(call, made, call.now, 201);
};

/** GET /reservations/{reservation_reference}. */
export const getReservation: Resource = async (call) => {
  const found = await inWorld(worldOf(call), (rows) => rows.find("reservation", call.path.reservation_reference ?? ""));
  const { reservation, row } = readable(call, found);
  return reservationReply(call, reservation, row.modifiedAt);
};

/** PUT /reservations/{reservation_reference}: adds items, or replaces those that are named. */
export const updateReservation: Resource = async (call) => {
  const wish = readReservation(call.body).data.reservation;
  return change(call, (rows, reservation) => putItems(rows, reservation, wish.reservation_details, call.now));
};

/** DELETE /reservations/{reservation_reference}: the whole cart, or the items that are named. */
export const cancelReservation: Resource = async (call) => {
  const named = call.query.texts("booking_reservation_reference");
  return change(call, async (rows, reservation) => {
    const unknown = named.filter((reference) => !reservation.items.some((item) => item.reference === reference));
    if (unknown.length > 0) throw impossible(`/query/booking_reservation_reference names no item of this cart: ${unknown.join(", ")}`);
    const at = call.now.toISOString();
    const items: Booking[] = [];
    for (const item of reservation.items) {
      const goes = item.cancelledAt === undefined && (named.length === 0 || named.includes(item.reference));
      if (goes) await rows.releaseSeats(item.reference, call.now);
      items.push(goes ? { ...item, cancelledAt: at, modified: at } : item);
    }
    return { ...reservation, items, ...(named.length === 0 ? { cancelledAt: at, promocodes: [] } : {}) };
  });
};

/** POST /reservations/{reservation_reference}/promocode. */
export const addPromocode: Resource = async (call) => {
  const code = call.query.text("promo_code") ?? "";
  return change(call, (_rows, reservation) => {
    checkPromoCode(code, cartCents(reservation, call.now));
    return { ...reservation, promocodes: [...new Set([...reservation.promocodes, code])] };
  });
};

/** DELETE /reservations/{reservation_reference}/promocode/{promo_code}. */
export const removePromocode: Resource = async (call) => {
  const code = call.path.promo_code ?? "";
  return change(call, (_rows, reservation) => {
    if (!reservation.promocodes.includes(code)) throw impossible("/path/promo_code is not on this cart");
    return { ...reservation, promocodes: reservation.promocodes.filter((taken) => taken !== code) };
  });
};

/** Items with a reference replace that item, the rest are added; nobody's hold is touched otherwise. */
async function putItems(
  rows: WorldRows,
  reservation: Reservation,
  wishes: readonly ReservationItemRequest[],
  now: Date,
): Promise<Reservation> {
  const edits = await lockSlots(rows, wishes);
  const placed = wishes.map((wish, at) => {
    const pointer = `/data/reservation/reservation_details/${at}`;
    const replaces = wish.booking_reservation_reference;
    const old = reservation.items.find(({ reference }) => reference === replaces);
    if (replaces !== undefined && (old === undefined || !isLive(old, now)))
      throw impossible(`${pointer}/booking_reservation_reference names no live item of this cart`);
    const plan = planBooking(wish, pointer, now, edits);
    const made = makeBooking(wish, plan, now, old?.reference);
    const booking: Booking = {
      ...made,
      validUntil: new Date(now.getTime() + HOLD_SECONDS * 1000).toISOString(),
      ...(old === undefined ? {} : { created: old.created, version: old.version + 1 }),
    };
    return { plan, booking, old };
  });
  const replaced = placed.flatMap(({ old }) => old ?? []);
  if (new Set(replaced).size < replaced.length) throw impossible("/data/reservation/reservation_details names an item twice");
  for (const { old } of placed) if (old !== undefined) await rows.releaseSeats(old.reference, now);
  await takeSeats(rows, placed, (booking) => new Date(booking.validUntil ?? now), now);
  const kept = reservation.items.map((item) => placed.find(({ old }) => old === item)?.booking ?? item);
  const items = [...kept, ...placed.filter(({ old }) => old === undefined).map(({ booking }) => booking)];
  oneCurrency(items);
  return { ...reservation, items };
}

/** @throws Refusal 422: base currencies are never mixed (facts §4.7) */
export function oneCurrency(bookings: readonly Booking[]): void {
  const currencies = new Set(bookings.map((booking) => productOfBooking(booking).place.currency));
  if (currencies.size > 1) throw impossible(`One order cannot mix currencies: ${[...currencies].join(", ")}.`);
}

async function change(call: Call, edit: (rows: WorldRows, reservation: Reservation) => Reservation | Promise<Reservation>): Promise<Reply> {
  const changed = await inWorld(worldOf(call), async (rows) => {
    const { reservation } = readable(call, await rows.findToChange("reservation", call.path.reservation_reference ?? ""));
    if (reservation.orderReference !== undefined)
      throw impossible(`The cart has become order ${reservation.orderReference} and is closed.`);
    if (reservation.cancelledAt !== undefined && call.operation.method !== "DELETE") throw impossible("The cart was cancelled.");
    const ledger = await Ledger.open(rows, accountOfCart(reservation, call.now));
    const isCancelled = call.operation.id === "cancelReservation" && call.query.texts("booking_reservation_reference").length === 0;
    if (!isCancelled) checkNotFrozen(ledger);
    const edited = await edit(rows, reservation);
    if (isCancelled) await refundRest(rows, call, ledger.of(accountOfCart(edited, call.now)));
    await rows.update("reservation", edited.reference, edited, call.now);
    await announceCart(rows, call, edited, edited.cancelledAt === undefined ? "RESERVATION_UPDATE" : "RESERVATION_CANCEL");
    return edited;
  });
  return reservationReply(call, changed, call.now);
}

/** Once something is paid for a cart it can only become an order, or be cancelled as a whole (facts §4.9). */
function checkNotFrozen({ paidCents }: Ledger): void {
  if (paidCents <= 0) return;
  throw impossible(
    `The reservation is frozen, ${fromCents(paidCents)} are paid for it: refund them by DELETE /payments before it is changed, or cancel all of it.`,
  );
}

/** @throws Refusal 404 for none, and for one that is too old to be read */
function readable(call: Call, row: Row | undefined): { reservation: Reservation; row: Row } {
  const reservation = row === undefined ? undefined : reservationOf(row.document);
  const last = Math.max(0, ...(reservation?.items ?? []).map(({ validUntil }) => Date.parse(validUntil ?? "1970-01-01T00:00:00Z")));
  if (row === undefined || reservation === undefined || last + READABLE_DAYS * DAY_MS < call.now.getTime()) {
    throw new Refusal(404, "There is no reservation with this reference.", {
      errors: ["/path/reservation_reference names no reservation"],
    });
  }
  return { reservation, row };
}

function announceCart(
  rows: WorldRows,
  call: Call,
  cart: Reservation,
  event: "RESERVATION_CREATE" | "RESERVATION_UPDATE" | "RESERVATION_CANCEL",
): Promise<void> {
  return announce(rows, call, { event, itemId: cart.reference, item: () => ({ reservation: reservationDocument(cart, call.now) }) });
}

/** A lapse changes a cart too, so `Last-Modified` is left out once an item could have lapsed. */
function reservationReply(call: Call, reservation: Reservation, modified: Date, status = 200): Reply {
  const isUnchanging = reservation.items.every((item) => isLive(item, call.now));
  const extras = { status, ...(isUnchanging ? { lastModified: modified } : {}) };
  return envelope(call, "reservation", { reservation: reservationDocument(reservation, call.now) }, extras);
}
