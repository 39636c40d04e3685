/** The record as a file, whole or narrowed. That it was taken out is itself written down. */
import "server-only";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { AuditFilters } from "../model";
import type { ExportFormat } from "../schema";
import { actingIn } from "../acting";
import { record } from "../service";
import { inTransaction, selectEventsInOrder } from "../store";
import { exportLine, headLine } from "./lines";

const BATCH_EVENTS = 500;

/**
 * Entries in the order of the chain, read as fast as they are taken. Not narrowed, it ends with the entry of this export itself.
 *
 * @throws AppError `workspace.forbidden` for roles that may not read the audit trail
 */
export async function exportRecord(scope: WorkspaceScope, filters: AuditFilters, format: ExportFormat): Promise<ReadableStream<Uint8Array>> {
  assertMay(scope, "audit.read");
  await inTransaction(scope.workspaceId, (tx) =>
    record(tx, { ...actingIn(scope), action: "audit.exported", subject: { format, ...filters } }),
  );
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(headLine(format))),
    async pull(controller) {
      const entries = await selectEventsInOrder(scope.workspaceId, filters, after, BATCH_EVENTS);
      const last = entries.at(-1)?.sequence;
      if (last === undefined || last === null) return controller.close();
      after = last;
      controller.enqueue(encoder.encode(entries.map((entry) => exportLine(format, scope.workspaceId, entry)).join("")));
    },
  });
}
