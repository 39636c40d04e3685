import { route } from "@/lib/http/route";
import { readDelivery } from "@/lib/worlds/deliveries/schema";
import { read } from "@/lib/worlds/deliveries/service";

export const GET = route("run.read", readDelivery, (scope, { params }) => read(scope, params.delivery));
