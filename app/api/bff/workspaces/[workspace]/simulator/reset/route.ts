import { route } from "@/lib/http/route";
import { resetWorld } from "@/lib/worlds/schema";
import { resetWorld as reset } from "@/lib/worlds/service";

export const POST = route("simulator.control", resetWorld, (scope, { body }) => reset(scope, { rules: body.keep_rules, products: body.keep_products }, body.seed));
