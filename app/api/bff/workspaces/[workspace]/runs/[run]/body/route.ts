import { respond } from "@/lib/http/route";
import { fileAnswer } from "@/lib/http/download";
import { runParams } from "@/lib/playground/schema";
import { downloadBody } from "@/lib/playground/service";

export const GET = respond("run.read", { params: runParams }, async (scope, { params }) => {
  const { fileName, bytes } = await downloadBody(scope, params.run);
  return fileAnswer(fileName, bytes);
});
