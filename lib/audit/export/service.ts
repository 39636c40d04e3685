/** The record as a file, whole or narrowed. That it was taken out is itself written down. */
import "server-only";
import { streamInPlace } from "@/lib/fair-use/bulkhead/service";
import { assertMayOperate } from "@/lib/operator/authorize";
import type { OperatorScope } from "@/lib/operator/model";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { INSTALLATION_CHAIN } from "../chain/link";
import type { AuditFilters } from "../model";
import type { ExportFormat } from "../schema";
import { actingIn } from "../acting";
import { record, recordInstallation } from "../service";
import { inTransaction, selectEventsInOrder } from "../store";
import { exportLine, headLine } from "./lines";

const BATCH_EVENTS = 500;
/** Media types of the two forms. */
export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8" };

/**
 * Entries in the order of the chain, read as fast as they are taken. Not narrowed, it ends with the entry of this export itself.
 *
 * @throws AppError `workspace.forbidden` for roles that may not read the audit trail, `workspace.busy` while too many exports are under way
 */
export async function exportRecord(scope: WorkspaceScope, filters: AuditFilters, format: ExportFormat): Promise<ReadableStream<Uint8Array>> {
  assertMay(scope, "audit.read");
  return streamInPlace(scope.workspaceId, () => beginExport(scope, filters, format));
}

async function beginExport(scope: WorkspaceScope, filters: AuditFilters, format: ExportFormat): Promise<ReadableStream<Uint8Array>> {
  await inTransaction(scope.workspaceId, (tx) =>
    record(tx, { ...actingIn(scope), action: "audit.exported", subject: { format, ...filters } }),
  );
  return fileOf(scope.workspaceId, filters, format);
}

/** The same of the installation's record, for its operators. */
export async function exportInstallation(scope: OperatorScope, filters: AuditFilters, format: ExportFormat): Promise<ReadableStream<Uint8Array>> {
  assertMayOperate(scope, "record.read");
  await inTransaction(INSTALLATION_CHAIN, (tx) =>
    recordInstallation(tx, { actorId: scope.userId, action: "audit.exported", subject: { format, ...filters }, requestId: scope.requestId }),
  );
  return fileOf(INSTALLATION_CHAIN, filters, format);
}

function fileOf(chain: string, filters: AuditFilters, format: ExportFormat): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(headLine(format))),
    async pull(controller) {
      const entries = await selectEventsInOrder(chain, filters, after, BATCH_EVENTS);
      const last = entries.at(-1)?.sequence;
      if (last === undefined || last === null) return controller.close();
      after = last;
      controller.enqueue(encoder.encode(entries.map((entry) => exportLine(format, chain, entry)).join("")));
    },
  });
}
