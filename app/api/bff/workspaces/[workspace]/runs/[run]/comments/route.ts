import { route } from "@/lib/http/route";
import { addComment, listComments } from "@/lib/playground/comments/schema";
import { addComment as add, listComments as list } from "@/lib/playground/comments/service";

export const GET = route("run.read", listComments, (scope, { params }) => list(scope, params.run));

export const POST = route("run.comment", addComment, (scope, { params, body }) => add(scope, params.run, body.body));
