import { route } from "@/lib/http/route";
import { closeProduction, openProduction } from "@/lib/workspaces/production/service";
import { closeProduction as closed, openProduction as opened } from "@/lib/workspaces/schema";

export const POST = route("environment.open", opened, (scope, { body }) => openProduction(scope, body.word));

export const DELETE = route("environment.open", closed, (scope) => closeProduction(scope));
