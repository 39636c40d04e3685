/** Money is counted in cents, as whole numbers, and travels as text with two decimals (facts §1.3: amounts are strings). */

export function toCents(amount: string): number {
  return Math.round(Number(amount) * 100);
}

export function fromCents(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** The part of a gross amount that is tax. @param percent - "21.00" */
export function taxWithin(grossCents: number, percent: string): number {
  return Math.round(grossCents - grossCents / (1 + Number(percent) / 100));
}
