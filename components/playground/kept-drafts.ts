import type { Draft } from "./draft";

export interface KeptDraft {
  draft: Draft;
  /** Whose distributor was filled in; null for none. */
  distributorId: string | null;
}

/** What was filled in, as long as this page lives: looking at another operation costs nothing. Never stored: a form may hold a guest's data. */
const drafts = new Map<string, KeptDraft>();

export function keptDraft(operationId: string): KeptDraft | undefined {
  return drafts.get(operationId);
}

export function keepDraft(operationId: string, kept: KeptDraft): void {
  drafts.set(operationId, kept);
}
