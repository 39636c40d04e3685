import { worldOf, type Resource } from "@/lib/simulator/call";
import { productOfBooking } from "@/lib/simulator/bookings";
import { envelope } from "@/lib/simulator/envelope";
import { fromCents, toCents } from "@/lib/simulator/money";
import { orderCents } from "@/lib/simulator/order-document";
import { DISTRIBUTOR } from "@/lib/simulator/product-document";
import { discountCents } from "@/lib/simulator/promo-codes";
import { REFERENCE } from "@/lib/simulator/seeds";
import { orderOf, type Order } from "@/lib/simulator/state";
import { inWorld } from "@/lib/simulator/store";

const LIMIT_CENTS = 10_000_000;
const CURRENCY = "EUR";

/** GET /financials/credit: what orders on account have used up of a limit, payments taken off. */
export const getCredit: Resource = async (call) => {
  const { orders, payments } = await inWorld(worldOf(call), async (rows) => ({
    orders: (await rows.list("order")).map(({ document }) => orderOf(document)),
    payments: await rows.list("payment"),
  }));
  const paid = new Map<string, number>();
  for (const { externalReference, document } of payments) {
    const sign = document.payment_type === "REFUND" ? -1 : 1;
    const key = externalReference ?? "";
    paid.set(key, (paid.get(key) ?? 0) + sign * toCents(String(document.payment_amount ?? "0")));
  }
  // An order that was settled directly was paid before it was made.
  const onAccount = orders.filter(({ settlementType }) => settlementType !== "DIRECT");
  const usedCents = onAccount.reduce((sum, order) => sum + inEuro(order, owedCents(order) - (paid.get(order.reference) ?? 0)), 0);
  const credit = {
    credit_distributor_id: DISTRIBUTOR.id,
    credit_currency_code: CURRENCY,
    credit_limit: fromCents(LIMIT_CENTS),
    credit_used: fromCents(usedCents),
    credit_available: fromCents(LIMIT_CENTS - usedCents),
    credit_orders: onAccount.length,
  };
  return envelope(
    call,
    "credit",
    { credit },
    {
      headers: { "Cache-Control": "no-store" },
      note: "announced upstream and not there yet; the members and the limit are modelled, and an order beyond the limit is not refused",
    },
  );
};

/** What an order costs now, the fees of cancellations included. */
function owedCents(order: Order): number {
  const gross = orderCents(order);
  return gross - discountCents(order.promocodes, gross);
}

function inEuro(order: Order, cents: number): number {
  const [first] = order.bookings;
  const rate = first === undefined ? 1 : (REFERENCE.ratesPerEuro[productOfBooking(first).place.currency] ?? 1);
  return Math.round(cents / rate);
}
