import type { Operation } from "@/lib/catalog/model";
import { newDraft, type Draft } from "./draft";

/** What was filled in, as long as this page lives: looking at another operation costs nothing. Never stored: a form may hold a guest's data. */
const drafts = new Map<string, Draft>();

export function draftFor(operation: Operation): Draft {
  return drafts.get(operation.id) ?? newDraft(operation);
}

export function keepDraft(operationId: string, draft: Draft): void {
  drafts.set(operationId, draft);
}
