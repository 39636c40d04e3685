import { route } from "@/lib/http/route";
import { changeRule, removeRule } from "@/lib/worlds/schema";
import { changeRule as change, removeRule as remove } from "@/lib/worlds/service";

export const PATCH = route("simulator.control", changeRule, (scope, { params, body }) => change(scope, params.rule, body));

export const DELETE = route("simulator.control", removeRule, (scope, { params }) => remove(scope, params.rule));
