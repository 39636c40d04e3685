import { Issuer } from "@/lib/simulator/issuer";
import type { WorldFacts } from "@/lib/simulator/worlds/facts";
import { takeSerial, type Transaction } from "@/lib/simulator/worlds/store";

/**
 * For one thing that happens in a world.
 *
 * @param tx - where the thing is a transaction that is open already
 */
export async function issuerIn({ world, seed }: Pick<WorldFacts, "world" | "seed">, tx?: Transaction): Promise<Issuer> {
  return new Issuer(seed ?? world, await takeSerial(world, tx));
}
