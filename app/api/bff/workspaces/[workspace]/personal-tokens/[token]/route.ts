import { route } from "@/lib/http/route";
import { revokePersonalToken as contract } from "@/lib/workspaces/personal-tokens/schema";
import { revokePersonalToken } from "@/lib/workspaces/personal-tokens/service";

export const DELETE = route("personal-token.manage", contract, (scope, { params }) => revokePersonalToken(scope, params.token));
