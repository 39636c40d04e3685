import { Notice } from "@/components/ui/notice";
import type { AuditReport } from "@/lib/audit/schema";
import { faultWords, VERDICT_WORDS } from "./chain-words";

/** What walking the chain showed. */
export function ChainVerdict({ report }: { report: AuditReport }) {
  const { events, end, fault, checkpoint, insertOnly } = report;
  return (
    <div className="mt-3 grid gap-2">
      {fault === null ? (
        <Notice tone="good" live title={events === 1 ? "The one entry holds" : `All ${events.toLocaleString("en")} entries hold`}>
          The last hash is <code className="font-mono text-xs break-all">{end.hash}</code>
        </Notice>
      ) : (
        <Notice tone="error" title="The record was tampered with">
          {faultWords(fault)}
        </Notice>
      )}
      {checkpoint === null ? null : (
        <Notice tone={checkpoint === "holds" ? "good" : checkpoint === "contradicted" ? "error" : "warn"} live title="Checkpoint">
          {VERDICT_WORDS[checkpoint]}
        </Notice>
      )}
      {insertOnly ? null : (
        <Notice tone="warn" title="The database would let the console change the record">
          Its user may not make roles, so entries are guarded by the chain alone. Let the owner of the database make the role distributor_console_app as
          SECURITY.md describes.
        </Notice>
      )}
    </div>
  );
}
