import { lastingRight } from "@/lib/auth/gate";
import { INERT } from "@/lib/http/download";
import { respond } from "@/lib/http/route";
import { LIVE_TYPE } from "@/lib/playground/live/model";
import { liveRuns } from "@/lib/playground/live/service";

export const GET = respond("run.read", {}, async (scope, _input, signal) => {
  const mayStill = await lastingRight(scope.workspaceSlug, "run.read");
  return new Response(liveRuns(scope, mayStill, signal), { headers: { ...INERT, "content-type": LIVE_TYPE } });
});
