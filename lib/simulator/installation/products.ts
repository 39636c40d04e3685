/**
 * The test products of the whole installation. Every world has them so, save for those that it changed itself. A product
 * that is put back is written as a change, so that `If-Modified-Since` is told of it.
 */
import { inTransaction, putProduct, selectProducts, type Transaction } from "@/lib/simulator/installation/store";
import { productSeed, TEST_PRODUCTS, type ProductSeed } from "@/lib/simulator/seeds";
import { productView, type TestProductView } from "@/lib/simulator/worlds/control";
import { forgetAllFacts } from "@/lib/simulator/worlds/facts";

/** Every test product as the installation has it, beside the data file's. */
export async function installationProducts(): Promise<TestProductView[]> {
  const rows = new Map((await selectProducts()).map(({ productId, document }) => [productId, productSeed.safeParse(document).data]));
  return TEST_PRODUCTS.map((file) => productView(rows.get(file.id) ?? file, file));
}

/**
 * Writes a test product for every world, with whatever else belongs to the change in one transaction. The next call in
 * this process sees it.
 *
 * @param product - has passed checkProduct; undefined puts the data file's back
 * @returns false when there is no such product
 */
export async function changeForAll(id: string, product: ProductSeed | undefined, now: Date, also: (tx: Transaction) => Promise<void>): Promise<boolean> {
  const document = product ?? TEST_PRODUCTS.find((file) => file.id === id);
  if (document === undefined) return false;
  await inTransaction(async (tx) => {
    await putProduct(tx, id, document, now);
    await also(tx);
  });
  forgetAllFacts();
  return true;
}
