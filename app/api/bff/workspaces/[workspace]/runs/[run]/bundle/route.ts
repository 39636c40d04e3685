import { respond } from "@/lib/http/route";
import { fileAnswer } from "@/lib/http/download";
import { runParams } from "@/lib/playground/schema";
import { downloadBundle } from "@/lib/playground/service";

export const GET = respond("run.read", { params: runParams }, async (scope, { params }) => {
  const { fileName, text } = await downloadBundle(scope, params.run);
  return fileAnswer(fileName, text, "application/json");
});
