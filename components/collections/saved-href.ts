import { withPlace } from "@/components/shell/environment";
import type { SavedRequestRow } from "@/lib/collections/schema";

/** The playground with this request filled in. The address names it; what is filled in is not in it. */
export function savedHref(slug: string, request: Pick<SavedRequestRow, "id" | "operationId" | "environment" | "apiVersion">): string {
  return withPlace(`/${slug}/playground?operation=${request.operationId}&saved=${request.id}`, { environment: request.environment, version: request.apiVersion });
}
