import { route } from "@/lib/http/route";
import { readWorld } from "@/lib/worlds/schema";
import { revokeTokens } from "@/lib/worlds/service";

export const DELETE = route("simulator.control", readWorld, (scope) => revokeTokens(scope));
