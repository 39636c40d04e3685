import { operatorRoute } from "@/lib/auth/person-route";
import { changeProduct as changed, restoreProduct as restored } from "@/lib/operator/products/schema";
import { changeProduct, restoreProduct } from "@/lib/operator/products/service";

export const PUT = operatorRoute(changed, (scope, { params, body }) => changeProduct(scope, params.product, body));
export const DELETE = operatorRoute(restored, (scope, { params }) => restoreProduct(scope, params.product));
