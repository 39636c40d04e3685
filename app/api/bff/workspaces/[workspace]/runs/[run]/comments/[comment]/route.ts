import { route } from "@/lib/http/route";
import { editComment, removeComment } from "@/lib/playground/comments/schema";
import { editComment as edit, removeComment as remove } from "@/lib/playground/comments/service";

export const PATCH = route("run.comment", editComment, (scope, { params, body }) => edit(scope, params.run, params.comment, body.body));

export const DELETE = route("run.comment", removeComment, (scope, { params }) => remove(scope, params.run, params.comment));
