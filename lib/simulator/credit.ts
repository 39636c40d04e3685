import { productOfBooking } from "@/lib/simulator/bookings";
import { fromCents } from "@/lib/simulator/money";
import { orderCents } from "@/lib/simulator/order-document";
import { discountCents } from "@/lib/simulator/promo-codes";
import { Refusal } from "@/lib/simulator/refusal";
import { REFERENCE } from "@/lib/simulator/seeds";
import type { Order } from "@/lib/simulator/state";
import type { WorldRows } from "@/lib/simulator/store";

/** What a distributor may owe at most. The vendor settles it with each of them and publishes no figure. */
export const CREDIT_LIMIT_CENTS = 100_000_000;
export const CREDIT_CURRENCY = "EUR";

const NOTE = "the limit is modelled, and so is the answer to an order beyond it: the documents list 402 as payment related and say no more";

/** In cents of the credit's currency, at the reference rate. */
function inCredit(currency: string, cents: number): number {
  return Math.round(cents / (REFERENCE.ratesPerEuro[currency] ?? 1));
}

/**
 * What an order takes of the credit: its price, the fees of cancellations included, less what was paid for it. A payment
 * beyond the price makes no credit, it can be refunded. An order that is settled directly never takes any.
 */
export function owedCents(order: Order | undefined, paidCents: number): number {
  const [first] = order?.bookings ?? [];
  if (order === undefined || first === undefined || order.settlementType === "DIRECT") return 0;
  const gross = orderCents(order);
  return inCredit(productOfBooking(first).place.currency, Math.max(0, gross - discountCents(order.promocodes, gross) - paidCents));
}

/**
 * Books what an order costs more or less than before. To be called last in a transaction: whoever orders next in this
 * world waits for its end.
 *
 * @param before - undefined for a new order
 * @param paidCents - what was paid for it, as a cart or as an order
 * @throws Refusal 402 when it would cost more than is left
 */
export async function useCredit(rows: WorldRows, before: Order | undefined, after: Order, paidCents: number): Promise<void> {
  const more = owedCents(after, paidCents) - owedCents(before, paidCents);
  if (more === 0) return;
  if (await rows.count("credit", more, more > 0 ? CREDIT_LIMIT_CENTS : undefined)) return;
  const left = CREDIT_LIMIT_CENTS - (await rows.counted("credit"));
  const problem = `The order takes ${fromCents(more)} ${CREDIT_CURRENCY} of the credit and ${fromCents(left)} are left; pay or cancel orders first.`;
  throw new Refusal(402, problem, { errors: [problem], note: NOTE });
}
