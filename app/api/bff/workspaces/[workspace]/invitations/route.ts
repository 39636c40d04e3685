import { route } from "@/lib/http/route";
import { invite as made, listInvitations as contract } from "@/lib/workspaces/invitations/schema";
import { invite, listInvitations } from "@/lib/workspaces/invitations/service";

export const GET = route("member.manage", contract, (scope) => listInvitations(scope));

export const POST = route("member.manage", made, (scope, { body }) => invite(scope, body));
