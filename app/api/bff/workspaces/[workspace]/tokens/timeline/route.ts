import { route } from "@/lib/http/route";
import { timeline } from "@/lib/tokens/read/service";
import { timelineQuery, timelineView } from "@/lib/tokens/schema";

export const GET = route("token.read", { query: timelineQuery, answer: timelineView }, (scope, { query }) => timeline(scope, query.hours));
