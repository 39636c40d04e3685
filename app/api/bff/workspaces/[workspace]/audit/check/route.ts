import { checkRecord } from "@/lib/audit/chain/service";
import { checkAudit } from "@/lib/audit/schema";
import { route } from "@/lib/http/route";

export const POST = route("audit.read", checkAudit, async (scope, { body }) => {
  const { fault, checkpoint, ...report } = await checkRecord(scope, body.checkpoint);
  return { ...report, fault: fault ?? null, checkpoint: checkpoint ?? null };
});
