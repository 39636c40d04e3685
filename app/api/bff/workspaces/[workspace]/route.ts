import { route } from "@/lib/http/route";
import { endWorkspace } from "@/lib/workspaces/life/service";
import { endWorkspace as contract } from "@/lib/workspaces/schema";

export const DELETE = route("workspace.own", contract, (scope, { body }) => endWorkspace(scope, body.word));
