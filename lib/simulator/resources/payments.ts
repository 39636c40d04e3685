import { worldOf, type Resource } from "@/lib/simulator/call";
import { envelope, listEnvelope, wholeList } from "@/lib/simulator/envelope";
import { accountOfOrder, findAccount, Ledger } from "@/lib/simulator/ledger";
import { fromCents } from "@/lib/simulator/money";
import { recordPayment } from "@/lib/simulator/record-payment";
import { refund, share } from "@/lib/simulator/refund";
import { impossible, notFound } from "@/lib/simulator/refusal";
import { orderOf, paymentOf } from "@/lib/simulator/state";
import { inWorld, lastModifiedOf, type WorldRows } from "@/lib/simulator/store";
import { readPayment } from "@/lib/simulator/wire";

const NOTE = "no money moves; the simulator's payments are authorised at once";

/** GET /payments. */
export const listPayments: Resource = async (call) => {
  const reference = call.query.text("order_reference");
  const { rows, root } = await inWorld(worldOf(call), async (world) => ({
    rows: await world.list("payment"),
    root: reference === undefined ? undefined : await rootOf(world, reference),
  }));
  const names = [
    "payment_id",
    "payment_merchant_reference",
    "payment_service_provider_reference",
    "payment_external_reference",
    "payment_class",
  ];
  const wanted = names.flatMap((name) => (call.query.text(name) === undefined ? [] : [[name, call.query.text(name)] as const]));
  const payments = rows
    .filter(({ externalReference }) => root === undefined || externalReference === root)
    .map(({ document }) => paymentOf(document).shown)
    .filter((shown) => wanted.every(([name, value]) => shown[name] === value));
  return listEnvelope(call, "payment", payments, { ...lastModifiedOf(rows), note: NOTE });
};

/** An order that was a cart keeps its payments under the cart's reference; both find them. */
async function rootOf(rows: WorldRows, reference: string): Promise<string> {
  const order = await rows.find("order", reference);
  return order === undefined ? reference : accountOfOrder(orderOf(order.document)).root;
}

/** POST /payments: pays what is still open, of everything or of the bookings that are named. */
export const addPayment: Resource = async (call) => {
  const { payment_object_type: method, payment_external_reference: external } = readPayment(call.body).data.payment_request;
  const reference = call.query.text("order_reference");
  if (reference === undefined) throw impossible("/query/order_reference is missing: it says what is paid");
  const named = call.query.texts("booking_reference");
  const payment = await inWorld(worldOf(call), async (rows) => {
    const account = await findAccount(rows, reference, call.now);
    const unknown = named.filter((name) => !account.costs.has(name));
    if (unknown.length > 0) throw impossible(`/query/booking_reference names no booking of this order: ${unknown.join(", ")}`);
    const ledger = await Ledger.open(rows, account);
    const shares =
      named.length === 0
        ? ledger.evenShares()
        : Object.fromEntries(share(ledger.openCents, new Map(named.map((name) => [name, ledger.openFor(name)]))));
    const cents = named.length === 0 ? ledger.openCents : Object.values(shares).reduce((sum, part) => sum + part, 0);
    if (cents <= 0) throw impossible(named.length === 0 ? "Everything is paid already." : "These bookings are paid already.");
    const members = {
      payment_class: call.query.text("payment_class") ?? "SALES",
      payment_method: method ?? "MANUAL",
      ...(external === undefined ? {} : { payment_external_reference: external }),
      ...(named.length === 0 ? {} : { payment_booking_references: Object.keys(shares) }),
    };
    return recordPayment(rows, call, ledger, { type: "AUTHORIZATION", cents, shares, members });
  });
  return envelope(call, "payment", { payment }, { note: NOTE });
};

/** DELETE /payments: a refund without a cancellation. */
export const cancelPayment: Resource = async (call) => {
  const made = await inWorld(worldOf(call), (rows) => refund(rows, call));
  return wholeList(call, "payment", [made], { note: NOTE });
};

/** POST /payments/{payment_id}/details: there is never a further step here. */
export const addPaymentDetails: Resource = async (call) => {
  const payment = await inWorld(worldOf(call), (rows) => rows.find("payment", call.path.payment_id ?? ""));
  if (payment === undefined) throw notFound("/path/payment_id names no payment");
  return envelope(
    call,
    "payment_details",
    { payment_id: payment.reference, payment_status: paymentOf(payment.document).shown.payment_status },
    { note: NOTE },
  );
};

/** GET /payments/config. */
export const getPaymentConfig: Resource = async (call) => {
  const account = await inWorld(worldOf(call), (rows) => findAccount(rows, call.query.text("order_reference") ?? "", call.now));
  const external = call.query.text("payment_external_reference");
  const config = {
    payment_gateway_type: call.query.text("payment_gateway_type"),
    payment_order_reference: account.reference,
    ...(external === undefined ? {} : { payment_external_reference: external }),
    payment_currency_code: account.currency,
    payment_amount: fromCents(account.totalCents),
    payment_methods: [{ payment_object_type: "MANUAL" }],
  };
  return envelope(call, "payment_config", config, { note: `${NOTE}; the documents do not describe this body` });
};
