import type { CatalogueProduct } from "@/lib/simulator/catalogue";
import type { Query } from "@/lib/simulator/query";
import type { Place } from "@/lib/simulator/seeds";
import { instantAt } from "@/lib/simulator/zoned-time";

/** The one distributor of the simulator; the number is the one of the vendor's examples. */
export const DISTRIBUTOR = { id: "501", name: "Simulated distributor" };

/** The one market that every product is in. */
export const MARKET_ID = "9001";

/** Each place has one supplier. */
export function supplierIdOf({ id }: Place): string {
  return `S-${id.toUpperCase()}`;
}

/** Whether a query asks for the data of the one distributor, or says nothing of it: another one has none. */
export function isOfDistributor(query: Query): boolean {
  return (query.text("distributor_id") ?? DISTRIBUTOR.id) === DISTRIBUTOR.id;
}

/** Every product is sold from the year before to the year after. */
export function saleOf({ place }: CatalogueProduct, now: Date): { from: Date; to: Date } {
  const year = now.getUTCFullYear();
  return { from: instantAt(place.zone, `${year - 1}-01-01`, "00:00"), to: instantAt(place.zone, `${year + 1}-12-31`, "23:59") };
}
