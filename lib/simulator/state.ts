import { z } from "zod";

/** What is kept of reservations and orders, as JSON in a row. Instants are ISO texts in UTC; money is cents. */

const instant = z.iso.datetime();
const record = z.record(z.string(), z.unknown());

/** One person's ticket. */
const ticket = z.object({
  typeId: z.string(),
  unitCents: z.int(),
  /** People that it admits. */
  pax: z.int(),
  /** What the gate scans. */
  code: z.string(),
  transactionId: z.string(),
  cancelledAt: instant.optional(),
});

const booking = z.object({
  reference: z.string(),
  externalReference: z.string().optional(),
  travelDate: z.string().optional(),
  language: z.string(),
  productId: z.string(),
  day: z.string().optional(),
  slotId: z.string().optional(),
  pickupId: z.string().optional(),
  options: z.array(record),
  parts: z.array(z.object({ productId: z.string(), slotId: z.string().optional() })),
  tickets: z.array(ticket),
  version: z.int(),
  created: instant,
  modified: instant,
  /** Only while it is held. */
  validUntil: instant.optional(),
  /** When a supplier's system will have answered; until then it is being processed. */
  confirmedAt: instant.optional(),
  cancelledAt: instant.optional(),
  /** What a cancellation cost. */
  feeCents: z.int(),
});

const reservation = z.object({
  reference: z.string(),
  externalReference: z.string(),
  distributorId: z.string(),
  partnerId: z.string().optional(),
  customFields: z.array(record),
  items: z.array(booking),
  promocodes: z.array(z.string()),
  /** Set when the order was made; from then on the cart is closed. */
  orderReference: z.string().optional(),
  cancelledAt: instant.optional(),
});

const order = z.object({
  reference: z.string(),
  externalReference: z.string(),
  distributorId: z.string(),
  partnerId: z.string().optional(),
  language: z.string(),
  settlementType: z.string(),
  version: z.int(),
  created: instant,
  modified: instant,
  cancelledAt: instant.optional(),
  /** The optional members of the order as they were sent: an amendment replaces them all. */
  sent: record,
  contacts: z.array(record),
  promocodes: z.array(z.string()),
  reservationReference: z.string().optional(),
  bookings: z.array(booking),
});

const cents = z.record(z.string(), z.int());
const payment = z.object({
  /** As the API shows it. */
  shown: z.looseObject({
    payment_id: z.string(),
    payment_type: z.string(),
    payment_amount: z.string(),
    payment_original_id: z.string().optional(),
  }),
  /** The part of each booking in it, by its reference; below zero in a refund. */
  shares: cents,
  /** What a refund gave back for tickets that it named, by their transaction id. */
  tickets: cents,
});

export type Ticket = z.infer<typeof ticket>;
export type Booking = z.infer<typeof booking>;
export type Reservation = z.infer<typeof reservation>;
export type Order = z.infer<typeof order>;
export type Payment = z.infer<typeof payment>;

/** @throws ZodError when the row was not written by this simulator */
export const reservationOf = (document: unknown): Reservation => reservation.parse(document);
export const orderOf = (document: unknown): Order => order.parse(document);
/** Those that were kept before a payment had parts are their own document. */
export const paymentOf = (document: Record<string, unknown>): Payment =>
  payment.parse("shown" in document ? document : { shown: document, shares: {}, tickets: {} });
