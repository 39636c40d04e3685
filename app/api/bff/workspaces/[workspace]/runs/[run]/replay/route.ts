import { respond } from "@/lib/http/route";
import { framesAnswer } from "@/lib/playground/answer";
import { runParams } from "@/lib/playground/schema";
import { replay } from "@/lib/playground/service";

export const POST = respond("run.send", { params: runParams }, async (scope, { params }, signal) =>
  framesAnswer(await replay(scope, params.run, signal)),
);
