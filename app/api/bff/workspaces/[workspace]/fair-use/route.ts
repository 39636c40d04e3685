import { readFairUse } from "@/lib/fair-use/meter/service";
import { fairUseQuery, fairUseView } from "@/lib/fair-use/schema";
import { route } from "@/lib/http/route";

export const GET = route("fair-use.read", { query: fairUseQuery, answer: fairUseView }, (scope, { query }) => readFairUse(scope, query.environment));
