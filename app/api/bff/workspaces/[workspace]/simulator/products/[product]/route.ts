import { route } from "@/lib/http/route";
import { changeProduct, restoreProduct } from "@/lib/worlds/schema";
import { changeProduct as change, restoreProduct as restore } from "@/lib/worlds/service";

export const PUT = route("simulator.control", changeProduct, (scope, { params, body }) => change(scope, params.product, body));

export const DELETE = route("simulator.control", restoreProduct, (scope, { params }) => restore(scope, params.product));
