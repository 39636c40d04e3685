import { invalidRequest, Refusal } from "@/lib/simulator/refusal";
import { readJson, type Door, type Knock } from "@/lib/simulator/world-control/door";
import { changeProduct, changeWorld, checkProduct, restoreProduct, testProductsOf } from "@/lib/simulator/worlds/control";

async function shown({ world, id }: Knock) {
  const product = (await testProductsOf(world)).find((one) => one.id === id);
  if (product === undefined) throw new Refusal(404, "There is no test product with this id.");
  return { body: { product } };
}

/** The certification test products, as this world has them. */
export const productsDoor: Door = {
  GET: async ({ world }) => ({ body: { products: await testProductsOf(world) } }),
};

/** One of them: PUT gives this world another document, DELETE the one of the data file again. */
export const productDoor: Door = {
  GET: shown,
  PUT: async (knock) => {
    await shown(knock);
    const checked = checkProduct(knock.id, await readJson(knock.req));
    if ("problems" in checked) throw invalidRequest(checked.problems);
    await changeWorld(knock.world, (tx) => changeProduct(tx, knock.world, checked.product, knock.machineNow));
    return shown(knock);
  },
  DELETE: async (knock) => {
    await changeWorld(knock.world, (tx) => restoreProduct(tx, knock.world, knock.id, knock.machineNow));
    return shown(knock);
  },
};
