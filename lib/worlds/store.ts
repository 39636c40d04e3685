import "server-only";
import type { AuditEvent } from "@/lib/audit/model";
import { record } from "@/lib/audit/service";
import { enterWorkspace, type Transaction } from "@/lib/db/client";

/**
 * Writes down a change of a world in the transaction that makes it. A world that all workspaces share is nobody's workspace, so the
 * transaction works for the one whose record it is from here on: change the world before this.
 */
export async function noteInWorld(tx: Transaction, event: AuditEvent): Promise<void> {
  await enterWorkspace(tx, event.workspaceId);
  await record(tx, event);
}
