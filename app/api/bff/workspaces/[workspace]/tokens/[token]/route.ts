import { route } from "@/lib/http/route";
import { readToken } from "@/lib/tokens/read/service";
import { tokenParams, tokenView } from "@/lib/tokens/schema";
import { forget } from "@/lib/tokens/service";

export const GET = route("token.read", { params: tokenParams, answer: tokenView }, (scope, { params }) => readToken(scope, params.token));

export const DELETE = route("token.forget", { params: tokenParams, answer: tokenView }, async (scope, { params }) => {
  await forget(scope, params.token);
  return readToken(scope, params.token);
});
