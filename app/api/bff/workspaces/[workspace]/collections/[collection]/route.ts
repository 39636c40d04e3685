import { changeCollection, removeCollection } from "@/lib/collections/schema";
import { changeCollection as change, removeCollection as remove } from "@/lib/collections/service";
import { route } from "@/lib/http/route";

export const PATCH = route("collection.write", changeCollection, (scope, { params, body }) => change(scope, params.collection, body));

export const DELETE = route("collection.write", removeCollection, (scope, { params, query }) => remove(scope, params.collection, query.version));
