import { route } from "@/lib/http/route";
import { listPersonalTokens as listed, makePersonalToken as made } from "@/lib/workspaces/personal-tokens/schema";
import { listPersonalTokens, makePersonalToken } from "@/lib/workspaces/personal-tokens/service";

export const GET = route("personal-token.manage", listed, (scope) => listPersonalTokens(scope));

export const POST = route("personal-token.manage", made, (scope, { body }) => makePersonalToken(scope, body));
