import { route } from "@/lib/http/route";
import { addRule } from "@/lib/worlds/schema";
import { addRule as add } from "@/lib/worlds/service";

export const POST = route("simulator.control", addRule, (scope, { body }) => add(scope, body));
