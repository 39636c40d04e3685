import { route } from "@/lib/http/route";
import { withdrawInvitation as contract } from "@/lib/workspaces/invitations/schema";
import { withdrawInvitation } from "@/lib/workspaces/invitations/service";

export const DELETE = route("member.manage", contract, (scope, { params }) => withdrawInvitation(scope, params.invitation));
