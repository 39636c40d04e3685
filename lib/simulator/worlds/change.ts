import { pokeDeliverers } from "@/lib/simulator/webhooks/deliverer";
import { forgetFacts } from "@/lib/simulator/worlds/facts";
import { inTransaction, type Transaction } from "@/lib/simulator/worlds/store";

/** Changes a world in one transaction, with whatever else belongs to it; the next call in this process sees it. */
export async function changeWorld<T>(world: string, change: (tx: Transaction) => Promise<T>): Promise<T> {
  const result = await inTransaction(world, change);
  forgetFacts(world);
  // Something may have been queued for the world's webhooks.
  pokeDeliverers();
  return result;
}
