import { route } from "@/lib/http/route";
import { leaveWorkspace as contract } from "@/lib/workspaces/members/schema";
import { leaveWorkspace } from "@/lib/workspaces/members/service";

export const DELETE = route("member.leave", contract, (scope) => leaveWorkspace(scope));
