import { route } from "@/lib/http/route";
import { changeMember as changed, removeMember as removed } from "@/lib/workspaces/members/schema";
import { changeMember, removeMember } from "@/lib/workspaces/members/service";

export const PATCH = route("member.manage", changed, (scope, { params, body }) => changeMember(scope, params.member, body));

export const DELETE = route("member.manage", removed, (scope, { params }) => removeMember(scope, params.member));
