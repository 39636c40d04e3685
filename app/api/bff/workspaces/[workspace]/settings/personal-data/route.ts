import { route } from "@/lib/http/route";
import { changePersonalDays } from "@/lib/playground/personal/schema";
import { changePersonalDays as change } from "@/lib/playground/personal/service";

export const PUT = route("workspace.settings", changePersonalDays, (scope, { body }) => change(scope, body));
