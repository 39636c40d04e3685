import { route } from "@/lib/http/route";
import { listMembers as contract } from "@/lib/workspaces/members/schema";
import { listMembers } from "@/lib/workspaces/members/service";

export const GET = route("member.read", contract, (scope) => listMembers(scope));
