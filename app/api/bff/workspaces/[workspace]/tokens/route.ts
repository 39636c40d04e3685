import { inPlace } from "@/lib/fair-use/bulkhead/service";
import { route } from "@/lib/http/route";
import { list } from "@/lib/tokens/read/service";
import { mintAnswer, mintInput, tokenList } from "@/lib/tokens/schema";
import { mint } from "@/lib/tokens/service";

export const GET = route("token.read", { answer: tokenList }, (scope) => list(scope));

export const POST = route("token.mint", { body: mintInput, answer: mintAnswer }, (scope, { body }, signal) =>
  inPlace(scope.workspaceId, () => mint(scope, body, signal)),
);
