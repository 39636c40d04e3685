import { Refusal } from "@/lib/simulator/refusal";

interface PromoCode {
  code: string;
  name: string;
  percent?: number;
  /** Off the whole cart. */
  cents?: number;
  /** The cart has to be worth this much. */
  minimumCents?: number;
  expired?: boolean;
}

/** The simulator's promo codes; partners try each outcome with them. */
export const PROMO_CODES: readonly PromoCode[] = [
  { code: "SIM10", name: "Ten per cent off", percent: 10 },
  { code: "SIM5OFF", name: "Five off", cents: 500 },
  { code: "SIMBIGCART", name: "Twenty per cent off from 200", percent: 20, minimumCents: 20_000 },
  { code: "SIMEXPIRED", name: "Last year's", percent: 50, expired: true },
];

/** @throws Refusal 422 INVALID_PROMOCODE with a sentence for the guest */
export function checkPromoCode(code: string, cartCents: number): void {
  const found = PROMO_CODES.find((candidate) => candidate.code === code);
  if (found === undefined) throw declined("This promo code is not known.");
  if (found.expired === true) throw declined("This promo code has expired.");
  if (cartCents < (found.minimumCents ?? 0)) throw declined("The cart is too small for this promo code.");
}

function declined(message: string): Refusal {
  return new Refusal(422, message, { code: "INVALID_PROMOCODE", message, errors: [message] });
}

/** What the codes take off a cart; a code whose minimum is no longer met takes nothing. */
export function discountCents(codes: readonly string[], cartCents: number): number {
  const off = codes.reduce((sum, code) => {
    const found = PROMO_CODES.find((candidate) => candidate.code === code);
    if (found === undefined || cartCents < (found.minimumCents ?? 0)) return sum;
    return sum + (found.cents ?? 0) + Math.round((cartCents * (found.percent ?? 0)) / 100);
  }, 0);
  return Math.min(off, cartCents);
}

/** How a code that was taken is shown. */
export function promoDocument(code: string): Record<string, unknown> {
  return { promo_code: code, promo_name: PROMO_CODES.find((candidate) => candidate.code === code)?.name ?? code };
}
