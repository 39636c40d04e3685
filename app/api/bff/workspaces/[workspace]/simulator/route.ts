import { route } from "@/lib/http/route";
import { readWorld } from "@/lib/worlds/schema";
import { readWorld as read } from "@/lib/worlds/service";

export const GET = route("simulator.read", readWorld, (scope) => read(scope));
