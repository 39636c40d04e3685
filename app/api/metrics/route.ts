import { metricsAnswer } from "@/lib/http/metrics";

export function GET(request: Request): Promise<Response> {
  return metricsAnswer(request.headers.get("authorization"));
}
