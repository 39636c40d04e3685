import { EXPORT_TYPES, exportRecord } from "@/lib/audit/export/service";
import { exportAudit } from "@/lib/audit/schema";
import { fileAnswer } from "@/lib/http/download";
import { respond } from "@/lib/http/route";

export const GET = respond("audit.read", exportAudit, async (scope, { query }) => {
  const { format, ...filters } = query;
  return fileAnswer(`audit-${scope.workspaceSlug}.${format}`, await exportRecord(scope, filters, format), EXPORT_TYPES[format]);
});
