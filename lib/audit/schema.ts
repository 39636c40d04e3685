/** What travels between the browser and the server about the record. */
import { z } from "zod";
import { wanted } from "@/lib/shared/holdable";
import { checkpointSchema } from "./chain/schema";
import { CHECKPOINT_VERDICTS } from "./chain/model";
import { CHAIN_FAULT_KINDS } from "./chain/walk";

export const EXPORT_FORMATS = ["ndjson", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Who, what and when, each optional. Days are days of UTC, both included. */
export const auditFilter = z.object({
  action: wanted(100).optional(),
  actor: z.uuid().optional(),
  from: z.iso.date("Give the day as YYYY-MM-DD.").optional(),
  to: z.iso.date("Give the day as YYYY-MM-DD.").optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

/** What stands in the address of a page: what cannot be read is left out, an emptied field too. */
export const auditView = z.object({
  action: wanted(100).min(1).optional().catch(undefined),
  actor: z.uuid().optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

/** GET …/audit/export */
export const exportAudit = { query: auditFilter.extend({ format: z.enum(EXPORT_FORMATS) }) };

/** POST …/audit/check: the whole chain is walked; a checkpoint that was kept is held against it. */
export const checkAudit = {
  body: z.strictObject({ checkpoint: checkpointSchema.optional() }),
  answer: z.strictObject({
    events: z.int(),
    end: z.strictObject({ sequence: z.int(), hash: z.string() }),
    fault: z.strictObject({ kind: z.enum(CHAIN_FAULT_KINDS), sequence: z.int() }).nullable(),
    checkpoint: z.enum(CHECKPOINT_VERDICTS).nullable(),
    insertOnly: z.boolean(),
  }),
};
export type AuditReport = z.infer<typeof checkAudit.answer>;

/** GET …/audit/checkpoint */
export const readCheckpoint = { answer: checkpointSchema };
