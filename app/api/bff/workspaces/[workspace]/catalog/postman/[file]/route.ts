import { z } from "zod";
import { exportForPostman, POSTMAN_FILES } from "@/lib/catalog/postman/service";
import { fileAnswer } from "@/lib/http/download";
import { respond } from "@/lib/http/route";

export const GET = respond("workspace.read", { params: z.object({ file: z.enum(POSTMAN_FILES) }) }, (scope, { params }) => {
  const { fileName, text } = exportForPostman(scope, params.file);
  return Promise.resolve(fileAnswer(fileName, text, "application/json; charset=utf-8"));
});
