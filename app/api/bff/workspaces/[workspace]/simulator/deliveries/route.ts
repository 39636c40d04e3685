import { route } from "@/lib/http/route";
import { listDeliveries } from "@/lib/worlds/deliveries/schema";
import { list } from "@/lib/worlds/deliveries/service";

export const GET = route("run.read", listDeliveries, (scope) => list(scope));
