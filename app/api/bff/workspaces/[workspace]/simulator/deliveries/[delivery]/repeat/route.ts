import { route } from "@/lib/http/route";
import { repeatDelivery } from "@/lib/worlds/deliveries/schema";
import { repeat } from "@/lib/worlds/deliveries/service";

export const POST = route("run.send", repeatDelivery, (scope, { params }) => repeat(scope, params.delivery));
