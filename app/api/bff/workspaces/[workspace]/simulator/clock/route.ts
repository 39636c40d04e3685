import { route } from "@/lib/http/route";
import { moveClock } from "@/lib/worlds/schema";
import { moveClock as move } from "@/lib/worlds/service";

export const PUT = route("simulator.control", moveClock, (scope, { body }) => move(scope, body.offset_seconds));
