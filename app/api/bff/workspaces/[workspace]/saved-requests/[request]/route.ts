import { changeRequest as change, openRequest as open, removeRequest as remove } from "@/lib/collections/requests/service";
import { changeRequest, openRequest, removeRequest } from "@/lib/collections/schema";
import { route } from "@/lib/http/route";

export const GET = route("collection.read", openRequest, (scope, { params }) => open(scope, params.request));

export const PATCH = route("collection.write", changeRequest, (scope, { params, body }) => change(scope, params.request, body));

export const DELETE = route("collection.write", removeRequest, (scope, { params, query }) => remove(scope, params.request, query.version));
