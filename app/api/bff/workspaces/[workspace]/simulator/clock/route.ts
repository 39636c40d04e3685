import { route } from "@/lib/http/route";
import { setClock } from "@/lib/worlds/schema";
import { setClock as set } from "@/lib/worlds/service";

export const PUT = route("simulator.control", setClock, (scope, { body }) => set(scope, body));
