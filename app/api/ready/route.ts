import { readiness } from "@/lib/http/ready";

export function GET(): Promise<Response> {
  return readiness();
}
