/** Test products that are changed for every world. Nobody's world owns them. */
import "server-only";
import { db, type Transaction } from "@/lib/db/client";
import { installationProducts } from "@/lib/db/tables";

export type { Transaction };

interface Row {
  productId: string;
  document: Record<string, unknown>;
  modifiedAt: Date;
}

export async function inTransaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
  return db().transaction(run);
}

export async function selectProducts(tx: Pick<Transaction, "select"> = db()): Promise<Row[]> {
  return tx.select().from(installationProducts);
}

export async function putProduct(tx: Transaction, productId: string, document: Record<string, unknown>, modifiedAt: Date): Promise<void> {
  await tx.insert(installationProducts).values({ productId, document, modifiedAt }).onConflictDoUpdate({ target: installationProducts.productId, set: { document, modifiedAt } });
}
