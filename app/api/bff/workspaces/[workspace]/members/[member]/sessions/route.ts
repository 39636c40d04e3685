import { route } from "@/lib/http/route";
import { endMemberSessions as contract } from "@/lib/workspaces/members/schema";
import { endMemberSessions } from "@/lib/workspaces/members/service";

export const DELETE = route("member.manage", contract, (scope, { params }) => endMemberSessions(scope, params.member));
