import { route } from "@/lib/http/route";
import { changeSettings, readSettings } from "@/lib/workspaces/schema";
import { changeWorkspace, readWorkspace } from "@/lib/workspaces/service";

export const GET = route("workspace.read", readSettings, (scope) => readWorkspace(scope));

export const PATCH = route("workspace.settings", changeSettings, (scope, { body }) => changeWorkspace(scope, body));
