import { operations } from "@/lib/catalog/operations";

/** Every scope of this API begins so (facts §2.2). */
const PREFIX = "https://www.prioticketapis.com/auth/";

/**
 * Which other documented names open what an operation is stated to need. The documents name three
 * families that do not meet (facts §2.2); a partner may hold any of them, so each opens its part.
 * Which part is our reading: the documents do not say.
 */
const ALSO_OPENS: Readonly<Record<string, readonly string[]>> = {
  "distributor/products": ["distributor.products.readonly", "distributor.booking"],
  "distributor/reservations": ["distributor.reservations", "distributor.booking"],
  "distributor/orders": ["distributor.bookings", "distributor.booking"],
  "distributor/payments": ["distributor.bookings", "distributor.booking"],
  "distributor/contacts": ["distributor.bookings", "distributor.booking"],
  "distributor/webhooks": ["distributor.bookings", "distributor.booking"],
  "distributor/reporting": [],
};

/** `distributor.bookings.details` reads orders and changes none. */
const READS_ORDERS = `${PREFIX}distributor.bookings.details`;

const NEEDED = operations().flatMap((operation) => operation.scopes);
const FAMILIES = Object.entries(ALSO_OPENS).flatMap(([required, others]) => [required, ...others].map((name) => PREFIX + name));

/** Every scope that the simulator grants, sorted. */
export const KNOWN_SCOPES: readonly string[] = [...new Set([...NEEDED, ...FAMILIES, READS_ORDERS])].sort();

/**
 * The scopes any one of which opens an operation, the stated ones first; empty when it needs none.
 *
 * @param reads - true for GET, which a read-only scope opens too
 */
export function scopesThatOpen(required: readonly string[], reads: boolean): string[] {
  const all = required.flatMap((scope) => {
    const others = (ALSO_OPENS[scope.slice(PREFIX.length)] ?? [])
      // A name that says "read only" opens no write.
      .filter((name) => reads || !name.endsWith(".readonly"))
      .map((name) => PREFIX + name);
    return [scope, ...others, ...(reads && scope === `${PREFIX}distributor/orders` ? [READS_ORDERS] : [])];
  });
  return [...new Set(all)];
}
