import { route } from "@/lib/http/route";
import { renewInvitation as contract } from "@/lib/workspaces/invitations/schema";
import { renewInvitation } from "@/lib/workspaces/invitations/service";

export const POST = route("member.manage", contract, (scope, { params }) => renewInvitation(scope, params.invitation));
