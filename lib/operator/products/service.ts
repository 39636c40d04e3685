/**
 * The simulator's test products as all workspaces have them. A workspace that changed one for itself keeps its own; every
 * change is in the installation's own chain.
 */
import "server-only";
import { isDeepStrictEqual } from "node:util";
import { recordInstallation } from "@/lib/audit/service";
import { AppError } from "@/lib/shared/errors";
import { changeForAll, installationProducts } from "@/lib/simulator/installation/products";
import { checkProduct } from "@/lib/simulator/worlds/control";
import type { TestProduct } from "@/lib/worlds/schema";
import { assertMayOperate } from "../authorize";
import type { OperatorScope } from "../model";

export async function listProducts(scope: OperatorScope): Promise<TestProduct[]> {
  assertMayOperate(scope, "product.read");
  return installationProducts();
}

/** Nothing where all worlds have it so already. @throws AppError `input.refused` with every problem of the document, `resource.not-found` */
export async function changeProduct(scope: OperatorScope, id: string, document: Record<string, unknown>, now: Date = new Date()): Promise<{ products: TestProduct[] }> {
  assertMayOperate(scope, "product.change", now);
  const before = await findProduct(id);
  const checked = checkProduct(id, document);
  if ("problems" in checked) throw new AppError("input.refused", checked.problems.join("; "));
  if (!isDeepStrictEqual(checked.product, before.document)) {
    await changeForAll(id, checked.product, now, (tx) =>
      recordInstallation(tx, { actorId: scope.userId, action: "simulator.product-changed", subject: { productId: id }, requestId: scope.requestId }),
    );
  }
  return { products: await installationProducts() };
}

/** The data file's again; nothing where it is so already. @throws AppError `resource.not-found` */
export async function restoreProduct(scope: OperatorScope, id: string, now: Date = new Date()): Promise<{ products: TestProduct[] }> {
  assertMayOperate(scope, "product.change", now);
  const { changed } = await findProduct(id);
  if (changed) {
    await changeForAll(id, undefined, now, (tx) =>
      recordInstallation(tx, { actorId: scope.userId, action: "simulator.product-restored", subject: { productId: id }, requestId: scope.requestId }),
    );
  }
  return { products: await installationProducts() };
}

async function findProduct(id: string): Promise<TestProduct> {
  const found = (await installationProducts()).find((product) => product.id === id);
  if (found === undefined) throw new AppError("resource.not-found", "There is no test product with this id.");
  return found;
}
