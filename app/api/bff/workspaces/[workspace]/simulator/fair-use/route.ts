import { route } from "@/lib/http/route";
import { switchFairUse } from "@/lib/worlds/schema";
import { switchFairUse as change } from "@/lib/worlds/service";

export const PUT = route("simulator.control", switchFairUse, (scope, { body }) => change(scope, body.on));
