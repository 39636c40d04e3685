import type { CatalogueProduct } from "@/lib/simulator/catalogue";
import { seeing } from "@/lib/simulator/current-world";
import { DEFAULT_LANGUAGE, productDocument } from "@/lib/simulator/product-document";
import { WorldRows } from "@/lib/simulator/store";
import { announce } from "@/lib/simulator/webhooks/announce";
import type { WorldFacts } from "@/lib/simulator/worlds/facts";
import { issuerIn } from "@/lib/simulator/worlds/issuing";
import type { Transaction } from "@/lib/simulator/worlds/store";

/** Tells a world's webhooks of a product that was written anew, in the transaction that writes it. */
export async function announceProduct(tx: Transaction, facts: WorldFacts, product: CatalogueProduct, now: Date): Promise<void> {
  const { id } = product.seed;
  const view = { ...facts, products: new Map([...facts.products, [id, product]]), issuer: await issuerIn(facts, tx) };
  const item = () => ({ product: productDocument(product, DEFAULT_LANGUAGE, now) });
  await seeing(view, () => announce(new WorldRows(tx, facts.world), { now }, { event: "PRODUCT_UPDATE", itemId: id, item }));
}
