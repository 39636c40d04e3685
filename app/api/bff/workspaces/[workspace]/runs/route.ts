import { respond, route } from "@/lib/http/route";
import { framesAnswer } from "@/lib/playground/answer";
import { runFilter, runInput, runPage } from "@/lib/playground/schema";
import { send } from "@/lib/playground/sending/service";
import { list } from "@/lib/playground/service";

export const GET = route("run.read", { query: runFilter, answer: runPage }, (scope, { query }) => list(scope, query));

export const POST = respond("run.send", { body: runInput }, async (scope, { body }, signal) =>
  framesAnswer(await send(scope, body, signal)),
);
