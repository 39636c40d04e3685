import { saveRequest as save } from "@/lib/collections/requests/service";
import { saveRequest } from "@/lib/collections/schema";
import { route } from "@/lib/http/route";

export const POST = route("collection.write", saveRequest, (scope, { body }) => save(scope, body));
