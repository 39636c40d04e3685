import { worldOf, type Call, type Resource } from "@/lib/simulator/call";
import { cancelOrder as cancelled } from "@/lib/simulator/cancel-order";
import { amendOrder } from "@/lib/simulator/amend-order";
import { useCredit } from "@/lib/simulator/credit";
import { envelope, listEnvelope } from "@/lib/simulator/envelope";
import { accountOfOrder, Ledger } from "@/lib/simulator/ledger";
import { makeOrder, requestHash } from "@/lib/simulator/make-order";
import { orderDocument } from "@/lib/simulator/order-document";
import { selectOrders } from "@/lib/simulator/order-filters";
import { refundRest } from "@/lib/simulator/record-payment";
import { Refusal } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";
import { keepContacts } from "@/lib/simulator/resources/contacts";
import { orderOf, type Order } from "@/lib/simulator/state";
import { inWorld, type Row, type WorldRows } from "@/lib/simulator/store";
import { announceOrder } from "@/lib/simulator/webhooks/announce-order";
import { readOrder } from "@/lib/simulator/wire";

/** GET /orders: the last three months unless other dates are asked for. */
const DEFAULT_MONTHS = 3;

export const listOrders: Resource = async (call) => {
  const asked = call.query.text("order_created_from");
  const since = asked === undefined ? monthsBefore(call.now, DEFAULT_MONTHS) : new Date(asked);
  const rows = await inWorld(worldOf(call), (world) => world.list("order", since));
  const all = rows.map(({ document }) => orderOf(document));
  const orders = selectOrders(all, call.query, call.now);
  const lastModified = lastChange(all, call.now);
  return listEnvelope(
    call,
    "order",
    orders.map((order) => orderDocument(call, order)),
    lastModified === undefined ? {} : { lastModified },
  );
};

/** Of all orders, also those that a filter leaves out: they may have been in the list before. Suppliers' answers count when they come. */
function lastChange(orders: readonly Order[], now: Date): Date | undefined {
  const changes = orders.flatMap(({ modified, bookings }) => [
    modified,
    ...bookings.flatMap(({ confirmedAt, cancelledAt }) => [confirmedAt ?? modified, cancelledAt ?? modified]),
  ]);
  const last = changes
    .filter((at) => at <= now.toISOString())
    .sort()
    .at(-1);
  return last === undefined ? undefined : new Date(last);
}

function monthsBefore(now: Date, months: number): Date {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() - months);
  return then;
}

/** POST /orders. A repeat of the same request answers the same order (facts §1.8). */
export const createOrder: Resource = async (call) => {
  const wish = readOrder(call.body).data.order;
  const hash = requestHash(call.body);
  const { order, isRepeat } = await inWorld(worldOf(call), async (rows) => {
    await rows.lock(`request/${hash}`);
    const before = await rows.findRepeat("order", wish.order_external_reference, hash);
    if (before !== undefined) return { order: orderOf(before.document), isRepeat: true };
    const { order: made, cart, paidCents } = await makeOrder(rows, call, wish);
    const row = { document: made, createdAt: call.now, modifiedAt: call.now };
    await rows.insertAll([
      { ...row, kind: "order", reference: made.reference, externalReference: made.externalReference, requestHash: hash },
      { ...row, kind: "order-version", reference: versionReference(made), externalReference: null },
    ]);
    await keepContacts(rows, made, call.now);
    if (cart !== undefined) await rows.update("reservation", cart.reference, { ...cart, orderReference: made.reference }, call.now);
    await announceOrder(rows, call, made, "ORDER_CREATE");
    await useCredit(rows, undefined, made, paidCents);
    return { order: made, isRepeat: false };
  });
  const note =
    "a repeat is known by its external reference and equal body, and answered 200; the documents promise one order and do not name the key";
  return envelope(call, "order", { order: orderDocument(call, order) }, isRepeat ? { status: 200, note } : { status: 201 });
};

/** GET /orders/{order_reference}, in its latest version or the one that is named. */
export const getOrder: Resource = async (call) => {
  const reference = call.path.order_reference ?? "";
  const version = call.query.number("order_version");
  const order = await inWorld(worldOf(call), async (rows) => {
    const latest = await findOrder(rows, reference);
    if (version === undefined || version === latest.version) return latest;
    const kept = await rows.find("order-version", `${reference}/${version}`);
    if (kept === undefined)
      throw new Refusal(404, `The order has no version ${version}.`, { errors: ["/query/order_version names no version of the order"] });
    return orderOf(kept.document);
  });
  return orderReply(call, order);
};

/** PUT /orders/{order_reference}. */
export const updateOrder: Resource = async (call) => {
  const wish = readOrder(call.body).data.order;
  return change(call, (rows, order) => amendOrder(rows, order, wish, call.now));
};

/** DELETE /orders/{order_reference}: all of it, or the bookings or tickets that are named. */
export const cancelOrder: Resource = async (call) => {
  const wish = {
    bookingReferences: call.query.texts("booking_reference"),
    transactionIds: call.query.texts("product_type_transaction_id"),
  };
  return change(call, async (rows, order, ledger) => {
    const left = await cancelled(rows, order, wish, call.now);
    if (left !== order && call.query.flag("payment_refund") !== false) await refundRest(rows, call, ledger.of(accountOfOrder(left)));
    return left;
  });
};

async function change(call: Call, edit: (rows: WorldRows, order: Order, ledger: Ledger) => Promise<Order>): Promise<Reply> {
  const reference = call.path.order_reference ?? "";
  const changed = await inWorld(worldOf(call), async (rows) => {
    const order = known(await rows.findToChange("order", reference));
    const ledger = await Ledger.open(rows, accountOfOrder(order));
    const edited = await edit(rows, order, ledger);
    if (edited === order) return order;
    await rows.putAll(
      [
        { kind: "order", reference, document: edited },
        { kind: "order-version", reference: versionReference(edited), document: edited },
      ],
      call.now,
    );
    await announceOrder(rows, call, edited, edited.cancelledAt === undefined ? "ORDER_UPDATE" : "ORDER_CANCEL", order);
    await useCredit(rows, order, edited, ledger.paidCents);
    return edited;
  });
  return orderReply(call, changed);
}

/** @throws Refusal 404 */
export async function findOrder(rows: WorldRows, reference: string): Promise<Order> {
  return known(await rows.find("order", reference));
}

/** @throws Refusal 404 */
function known(row: Row | undefined): Order {
  if (row !== undefined) return orderOf(row.document);
  throw new Refusal(404, "There is no order with this reference.", { errors: ["/path/order_reference names no order"] });
}

const versionReference = ({ reference, version }: Order): string => `${reference}/${version}`;

function orderReply(call: Call, order: Order): Reply {
  return envelope(call, "order", { order: orderDocument(call, order) });
}
