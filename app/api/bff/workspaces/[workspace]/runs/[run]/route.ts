import { route } from "@/lib/http/route";
import { runDeleted, runDetail, runParams } from "@/lib/playground/schema";
import { open, remove } from "@/lib/playground/service";

export const GET = route("run.read", { params: runParams, answer: runDetail }, (scope, { params }) => open(scope, params.run));

export const DELETE = route("run.delete", { params: runParams, answer: runDeleted }, async (scope, { params }) => {
  await remove(scope, params.run);
  return { deleted: true as const };
});
