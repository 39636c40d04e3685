import { changeWorld } from "@/lib/simulator/worlds/change";
import { emptyWorld } from "@/lib/simulator/worlds/store";

/** Puts a world back to how it was seeded, its rules and changed products too. */
export async function resetWorld(world: string): Promise<void> {
  await changeWorld(world, (tx) => emptyWorld(tx, world, { rules: false, products: false }));
}
