"use client";

import { useState } from "react";
import type { Operation } from "@/lib/catalog/model";
import type { RunInput } from "@/lib/playground/schema";
import { forDistributor } from "./distributor";
import { draftOfRun, newDraft, type Draft } from "./draft";
import { keepDraft, keptDraft, type KeptDraft } from "./kept-drafts";

/**
 * What is filled in for one operation. It begins as what is opened, as it was left, or empty, and follows the distributor of the chosen
 * credential; what is opened stays as it was until another credential is chosen.
 */
export function useDraft(operation: Operation, opened: RunInput | undefined, distributorId: string | null): [draft: Draft, change: (draft: Draft) => void] {
  const [kept, setKept] = useState<KeptDraft>(() =>
    opened === undefined ? (keptDraft(operation.id) ?? { draft: newDraft(operation), distributorId: null }) : { draft: draftOfRun(opened), distributorId },
  );
  const shown = kept.distributorId === distributorId ? kept : { draft: forDistributor(operation, kept.draft, kept.distributorId, distributorId), distributorId };
  if (shown !== kept) setKept(shown);
  const change = (draft: Draft): void => {
    setKept({ draft, distributorId });
    keepDraft(operation.id, { draft, distributorId });
  };
  return [shown.draft, change];
}
