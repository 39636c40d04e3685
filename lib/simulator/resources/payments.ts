import { worldOf, type Call, type Resource } from "@/lib/simulator/call";
import { productOfBooking } from "@/lib/simulator/bookings";
import { inCredit } from "@/lib/simulator/credit";
import { envelope, listEnvelope, wholeList } from "@/lib/simulator/envelope";
import { issuer } from "@/lib/simulator/issuer";
import { fromCents, toCents } from "@/lib/simulator/money";
import { orderCents } from "@/lib/simulator/order-document";
import { discountCents } from "@/lib/simulator/promo-codes";
import { impossible, notFound } from "@/lib/simulator/refusal";
import { cartCents } from "@/lib/simulator/resources/reservations";
import { orderOf, reservationOf } from "@/lib/simulator/state";
import { inWorld, lastModifiedOf, type WorldRows } from "@/lib/simulator/store";
import { announce } from "@/lib/simulator/webhooks/announce";
import { readPayment } from "@/lib/simulator/wire";
import { localText } from "@/lib/simulator/zoned-time";

const NOTE = "no money moves; the simulator's payments are authorised at once";

/** What is paid for: an order, or a reservation that will be one. */
interface Subject {
  reference: string;
  totalCents: number;
  currency: string;
  zone: string;
  /** Whether it takes up credit, which a payment gives back. */
  isOnAccount: boolean;
}

async function findSubject(rows: WorldRows, reference: string, now: Date): Promise<Subject> {
  const order = await rows.find("order", reference);
  const reservation = order === undefined ? await rows.find("reservation", reference) : undefined;
  if (order === undefined && reservation === undefined) throw impossible("/query/order_reference names neither an order nor a reservation");
  const read = order === undefined ? reservationOf(reservation?.document) : orderOf(order.document);
  const bookings = "bookings" in read ? read.bookings : read.items;
  const gross = "bookings" in read ? orderCents(read) : cartCents(read, now);
  const [first] = bookings;
  const place = first === undefined ? undefined : productOfBooking(first).place;
  const total = gross - discountCents(read.promocodes, gross);
  const isOnAccount = "settlementType" in read && read.settlementType !== "DIRECT";
  return { reference, isOnAccount, totalCents: total, currency: place?.currency ?? "EUR", zone: place?.zone ?? "UTC" };
}

/** What was paid so far, refunds taken off. */
async function paidCents(rows: WorldRows, reference: string): Promise<number> {
  const payments = await rows.listOf("payment", reference);
  return payments.reduce(
    (sum, { document }) => sum + toCents(String(document.payment_amount ?? "0")) * (document.payment_type === "REFUND" ? -1 : 1),
    0,
  );
}

async function record(
  rows: WorldRows,
  call: Call,
  subject: Subject,
  details: Record<string, unknown> & { cents: number; type: "AUTHORIZATION" | "REFUND" },
): Promise<Record<string, unknown>> {
  const { cents, type, ...rest } = details;
  const before = await paidCents(rows, subject.reference);
  const payment = {
    payment_id: issuer().uuid(),
    payment_order_reference: subject.reference,
    payment_status: "AUTHORISED",
    payment_type: type,
    payment_class: call.query.text("payment_class") ?? "SALES",
    payment_currency_code: subject.currency,
    payment_amount: fromCents(cents),
    payment_total: fromCents(before + (type === "REFUND" ? -cents : cents)),
    payment_created: localText(subject.zone, call.now),
    ...rest,
  };
  await rows.insert("payment", {
    reference: payment.payment_id,
    externalReference: subject.reference,
    document: payment,
    createdAt: call.now,
    modifiedAt: call.now,
  });
  const event = type === "REFUND" ? "PAYMENT_REFUND" : "PAYMENT_CREATE";
  await announce(rows, call, { event, itemId: payment.payment_id, item: () => ({ payment }) });
  if (subject.isOnAccount) await rows.count("credit", inCredit(subject.currency, type === "REFUND" ? cents : -cents));
  return payment;
}

/** GET /payments. */
export const listPayments: Resource = async (call) => {
  const rows = await inWorld(worldOf(call), (world) => world.list("payment"));
  const names = [
    "payment_id",
    "payment_merchant_reference",
    "payment_service_provider_reference",
    "payment_external_reference",
    "payment_class",
  ];
  const wanted = names.flatMap((name) => (call.query.text(name) === undefined ? [] : [[name, call.query.text(name)] as const]));
  const reference = call.query.text("order_reference");
  const payments = rows
    .filter(({ externalReference }) => reference === undefined || externalReference === reference)
    .map(({ document }) => document)
    .filter((document) => wanted.every(([name, value]) => document[name] === value));
  return listEnvelope(call, "payment", payments, { ...lastModifiedOf(rows), note: NOTE });
};

/** POST /payments: pays what is still open. */
export const addPayment: Resource = async (call) => {
  const { payment_object_type: method } = readPayment(call.body).data.payment_request;
  const reference = call.query.text("order_reference");
  if (reference === undefined) throw impossible("/query/order_reference is missing: it says what is paid");
  const payment = await inWorld(worldOf(call), async (rows) => {
    await rows.lock(`payment/${reference}`);
    const subject = await findSubject(rows, reference, call.now);
    const open = subject.totalCents - (await paidCents(rows, reference));
    if (open <= 0) throw impossible("Everything is paid already.");
    return record(rows, call, subject, { cents: open, type: "AUTHORIZATION", payment_method: method ?? "MANUAL" });
  });
  return envelope(call, "payment", { payment }, { note: NOTE });
};

/** DELETE /payments: a refund without a cancellation. */
export const cancelPayment: Resource = async (call) => {
  const reference = call.query.text("order_reference");
  const paymentId = call.query.text("payment_id");
  const refund = await inWorld(worldOf(call), async (rows) => {
    const named = paymentId === undefined ? undefined : await rows.find("payment", paymentId);
    const subjectReference = reference ?? named?.externalReference ?? undefined;
    if (subjectReference === undefined) throw impossible("Name an order by order_reference or a payment by payment_id that there is.");
    await rows.lock(`payment/${subjectReference}`);
    const subject = await findSubject(rows, subjectReference, call.now);
    const paid = await paidCents(rows, subjectReference);
    const asked = call.query.text("refund_amount");
    if (asked !== undefined && !/^\d{1,9}(\.\d{1,2})?$/.test(asked))
      throw impossible("/query/refund_amount is not an amount, such as 12.50");
    const cents = asked === undefined ? paid : toCents(asked);
    if (cents <= 0 || cents > paid) throw impossible(`At most ${fromCents(paid)} can be refunded.`);
    return record(rows, call, subject, { cents, type: "REFUND", payment_refund_reason: call.query.text("refund_reason") ?? "" });
  });
  return wholeList(call, "payment", [refund], { note: NOTE });
};

/** POST /payments/{payment_id}/details: there is never a further step here. */
export const addPaymentDetails: Resource = async (call) => {
  const payment = await inWorld(worldOf(call), (rows) => rows.find("payment", call.path.payment_id ?? ""));
  if (payment === undefined) throw notFound("/path/payment_id names no payment");
  return envelope(
    call,
    "payment_details",
    { payment_id: payment.reference, payment_status: payment.document.payment_status },
    { note: NOTE },
  );
};

/** GET /payments/config. */
export const getPaymentConfig: Resource = async (call) => {
  const subject = await inWorld(worldOf(call), (rows) => findSubject(rows, call.query.text("order_reference") ?? "", call.now));
  const config = {
    payment_gateway_type: call.query.text("payment_gateway_type"),
    payment_order_reference: subject.reference,
    payment_currency_code: subject.currency,
    payment_amount: fromCents(subject.totalCents),
    payment_methods: [{ payment_object_type: "MANUAL" }],
  };
  return envelope(call, "payment_config", config, { note: `${NOTE}; the documents do not describe this body` });
};
