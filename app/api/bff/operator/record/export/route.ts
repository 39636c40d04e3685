import { EXPORT_TYPES, exportInstallation } from "@/lib/audit/export/service";
import { exportAudit } from "@/lib/audit/schema";
import { operatorRespond } from "@/lib/auth/person-route";
import { fileAnswer } from "@/lib/http/download";

export const GET = operatorRespond(exportAudit, async (scope, { query }) => {
  const { format, ...filters } = query;
  return fileAnswer(`audit-installation.${format}`, await exportInstallation(scope, filters, format), EXPORT_TYPES[format]);
});
