import { fileAnswer } from "@/lib/http/download";
import { respond } from "@/lib/http/route";
import { exportWorkspace } from "@/lib/workspaces/export/service";

export const GET = respond("workspace.export", {}, async (scope) =>
  fileAnswer(`${scope.workspaceSlug}.ndjson`, await exportWorkspace(scope), "application/x-ndjson"),
);
