import "server-only";
import type { AuditEvent } from "@/lib/audit/model";
import { record } from "@/lib/audit/service";
import { tenantDb } from "@/lib/db/client";

class NotDone extends Error {}

/** Does something in the simulator and records it. When it was not done there is no record, and when it cannot be recorded it is not done. */
export async function recordDone(event: AuditEvent, run: () => Promise<boolean>): Promise<boolean> {
  try {
    await tenantDb(event.workspaceId).transaction(async (tx) => {
      await record(tx, event);
      if (!(await run())) throw new NotDone();
    });
    return true;
  } catch (error) {
    if (error instanceof NotDone) return false;
    throw error;
  }
}
