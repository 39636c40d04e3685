/** What travels between the browser and the server about the installation's test products. */
import { z } from "zod";
import { testProduct } from "@/lib/worlds/schema";

const params = z.strictObject({ product: z.string().regex(/^\d{1,20}$/) });
const answer = z.strictObject({ products: z.array(testProduct) });

/** PUT /api/bff/operator/products/[product] */
export const changeProduct = { params, body: z.record(z.string(), z.unknown()), answer };
/** DELETE /api/bff/operator/products/[product] */
export const restoreProduct = { params, answer };
