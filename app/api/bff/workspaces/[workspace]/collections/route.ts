import { createCollection, listCollections } from "@/lib/collections/schema";
import { createCollection as create, listCollections as list } from "@/lib/collections/service";
import { route } from "@/lib/http/route";

export const GET = route("collection.read", listCollections, (scope) => list(scope));

export const POST = route("collection.write", createCollection, (scope, { body }) => create(scope, body));
