import type { AuditReport } from "@/lib/audit/schema";

type Fault = NonNullable<AuditReport["fault"]>;
type Verdict = NonNullable<AuditReport["checkpoint"]>;

/** What a broken chain means, and what to do. */
export function faultWords({ kind, sequence }: Fault): string {
  const next = "Keep a copy of the database as it is and compare with your backups: somebody with access to the database did this, not somebody in the console.";
  const what = {
    altered: `Entry ${sequence} is not what was written: it was changed, or another was put in its place.`,
    missing: `Entry ${sequence} is gone, or its number was changed.`,
    "tail-cut": `The record ends too early: entry ${sequence} and what came after it are gone.`,
    unchained: "There are entries that the console did not write: they stand outside the chain.",
  }[kind];
  return `${what} ${next}`;
}

/** What a kept checkpoint says, in a sentence. */
export const VERDICT_WORDS: Record<Verdict, string> = {
  holds: "The checkpoint agrees: nothing up to it was changed since.",
  contradicted: "The checkpoint disagrees: the record was written anew or cut since you kept it.",
  "not-genuine": "This checkpoint was not made by this console, or it was changed.",
  "unknown-key": "The record agrees with the checkpoint, but the key that signed it is no longer here, so whether it is genuine cannot be said.",
  "other-chain": "This checkpoint belongs to another workspace.",
};
