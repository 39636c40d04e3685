import { exportCollection } from "@/lib/collections/postman/service";
import { exportCollection as contract } from "@/lib/collections/schema";
import { fileAnswer } from "@/lib/http/download";
import { respond } from "@/lib/http/route";

export const GET = respond("collection.read", contract, async (scope, { params }) => {
  const { fileName, text } = await exportCollection(scope, params.collection);
  return fileAnswer(fileName, text, "application/json; charset=utf-8");
});
