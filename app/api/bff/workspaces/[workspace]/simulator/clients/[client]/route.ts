import { route } from "@/lib/http/route";
import { removeClient } from "@/lib/worlds/schema";
import { removeClient as remove } from "@/lib/worlds/service";

export const DELETE = route("simulator.control", removeClient, (scope, { params }) => remove(scope, params.client));
