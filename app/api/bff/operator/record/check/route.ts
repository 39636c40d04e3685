import { checkInstallation } from "@/lib/audit/chain/service";
import { checkAudit } from "@/lib/audit/schema";
import { operatorRoute } from "@/lib/auth/person-route";

export const POST = operatorRoute(checkAudit, async (scope, { body }) => {
  const { fault, checkpoint, ...report } = await checkInstallation(scope, body.checkpoint);
  return { ...report, fault: fault ?? null, checkpoint: checkpoint ?? null };
});
