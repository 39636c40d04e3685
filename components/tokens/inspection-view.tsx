import type { Inspection } from "@/lib/tokens/inspect";
import { ClaimsTable } from "./claims-table";
import { SignatureLine } from "./signature-line";

const KINDS: Record<Inspection["kind"], string> = { jwt: "A JWT", encrypted: "An encrypted JWT", opaque: "An opaque token" };

/** What can be read of a token: of one that we hold, or of one that was pasted. */
export function InspectionView({ inspection }: { inspection: Inspection }) {
  return (
    <div className="space-y-3">
      <p className="text-sm text-muted">
        {KINDS[inspection.kind]} of {inspection.characters.toLocaleString("en")} characters.
      </p>
      <SignatureLine signature={inspection.signature} />
      {inspection.notes.length === 0 ? null : (
        <ul className="list-disc space-y-1 pl-5 text-sm">
          {inspection.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {inspection.header.length === 0 ? null : <ClaimsTable label="Header" claims={inspection.header} />}
      {inspection.claims.length === 0 ? null : <ClaimsTable label="Claims" claims={inspection.claims} />}
    </div>
  );
}
