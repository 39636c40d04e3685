import { route } from "@/lib/http/route";
import { readExchange } from "@/lib/tokens/read/service";
import { exchangeParams, exchangeView } from "@/lib/tokens/schema";

export const GET = route("token.read", { params: exchangeParams, answer: exchangeView }, (scope, { params }) =>
  readExchange(scope, params.exchange),
);
