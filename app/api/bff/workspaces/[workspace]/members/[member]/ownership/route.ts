import { route } from "@/lib/http/route";
import { transferOwnership as contract } from "@/lib/workspaces/members/schema";
import { transferOwnership } from "@/lib/workspaces/members/service";

export const POST = route("workspace.own", contract, (scope, { params }) => transferOwnership(scope, params.member));
