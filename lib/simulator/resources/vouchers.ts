import { worldOf, type Resource } from "@/lib/simulator/call";
import { isLive } from "@/lib/simulator/booking-document";
import { seeing } from "@/lib/simulator/current-world";
import { liveTickets, productOfBooking, slotOf, statusOf } from "@/lib/simulator/bookings";
import { DEFAULT_LANGUAGE } from "@/lib/simulator/product-document";
import { impossible, Refusal } from "@/lib/simulator/refusal";
import { json, type Reply } from "@/lib/simulator/reply";
import { findOrder } from "@/lib/simulator/resources/orders";
import { simulatorSettings } from "@/lib/simulator/settings";
import type { Booking, Order } from "@/lib/simulator/state";
import { inWorld } from "@/lib/simulator/store";
import { labelOf, typesOn } from "@/lib/simulator/ticket-types";
import { voucherPdf, type VoucherPage } from "@/lib/simulator/voucher-pdf";
import { openVoucher, sealVoucher } from "@/lib/simulator/vouchers";
import { factsOf, timeIn } from "@/lib/simulator/worlds/facts";
import { localText } from "@/lib/simulator/zoned-time";

/** GET /orders/{order_reference}/voucher: a link, or the PDF itself, as `Accept` says. */
export const getVoucher: Resource = async (call) => {
  const orderReference = call.path.order_reference ?? "";
  const bookingReference = call.query.text("booking_reference");
  const order = await inWorld(worldOf(call), (rows) => findOrder(rows, orderReference));
  const bookings = vouchersOf(order, bookingReference, call.query.flag("force_release") === true, call.now);
  if (call.accept === "application/pdf") return pdfReply(order, bookings);
  const sealed = sealVoucher({ world: worldOf(call), orderReference, bookingReference }, simulatorSettings().signingKey);
  return json({ url: `${call.base}/vouchers/${sealed}` });
};

/** What a voucher link opens. @throws Refusal 404 for a link that was never made */
export async function openLink(sealed: string, machineNow: Date): Promise<Reply> {
  const link = openVoucher(sealed, simulatorSettings().signingKey);
  if (link === undefined) throw new Refusal(404, "There is no voucher under this link.");
  const order = await inWorld(link.world, (rows) => findOrder(rows, link.orderReference));
  const facts = await factsOf(link.world);
  return seeing(facts, () => pdfReply(order, vouchersOf(order, link.bookingReference, true, timeIn(facts, machineNow))));
}

/** @throws Refusal 404 for an unknown booking, 422 while there is nothing to show */
function vouchersOf(order: Order, bookingReference: string | undefined, force: boolean, now: Date): Booking[] {
  const named = order.bookings.filter(({ reference }) => bookingReference === undefined || reference === bookingReference);
  if (named.length === 0)
    throw new Refusal(404, "The order has no booking with this reference.", {
      errors: ["/query/booking_reference names no booking of the order"],
    });
  const live = named.filter((booking) => isLive(booking, now));
  if (live.length === 0) throw impossible("There is no voucher: the bookings were cancelled.");
  const released = live.filter((booking) => force || statusOf(booking, now) === "BOOKING_CONFIRMED");
  if (released.length === 0)
    throw impossible("The voucher is not released yet: the supplier has not confirmed. force_release shows it all the same.");
  return released;
}

function pdfReply(order: Order, bookings: readonly Booking[]): Reply {
  const pages = bookings.flatMap(pagesOf);
  return {
    status: 200,
    headers: { "Cache-Control": "no-store" },
    body: { kind: "bytes", contentType: "application/pdf", bytes: voucherPdf(pages), fileName: `voucher-${order.reference}.pdf` },
  };
}

function pagesOf(booking: Booking): VoucherPage[] {
  const { seed, place } = productOfBooking(booking);
  const slot = slotOf(booking.slotId);
  const when = slot === undefined ? "Open ticket" : localText(place.zone, slot.from).slice(0, 16).replace("T", " ");
  return liveTickets(booking).map(({ typeId, code }) => {
    const type = booking.day === undefined ? undefined : typesOn(productOfBooking(booking), booking.day).find(({ id }) => id === typeId);
    return {
      title: seed.title[DEFAULT_LANGUAGE] ?? seed.id,
      lines: [
        when,
        `${place.venue}, ${place.street}, ${place.city}`,
        type === undefined ? "" : labelOf(type),
        `Booking ${booking.reference}`,
      ].filter((line) => line !== ""),
      code,
    };
  });
}
