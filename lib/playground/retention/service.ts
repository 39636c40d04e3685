/** What was deleted or masked because its days were over, as the record says, and what is next. */
import "server-only";
import { list } from "@/lib/audit/service";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { selectNextPurge } from "./store";

const SHOWN = 10;

/** One sweep that found something. */
export interface Purge {
  id: string;
  /** ISO 8601. */
  at: string;
  /** In words: "12 runs deleted". */
  what: string;
}

export interface Retention {
  /** The newest first, at most ten. */
  purged: readonly Purge[];
  next: { at: string; withinADay: number } | null;
}

const numberIn = (value: unknown): number => (typeof value === "number" ? value : 0);
const counted = (count: number, one: string, many: string): string => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** @throws AppError `workspace.forbidden` for roles that may not read the record */
export async function readRetention(scope: WorkspaceScope): Promise<Retention> {
  assertMay(scope, "audit.read");
  const [next, ...found] = await Promise.all([
    selectNextPurge(scope.workspaceId),
    ...["runs.expired", "runs.masked", "exchanges.expired"].map((action) => list(scope, { action, limit: SHOWN })),
  ]);
  const purged = found
    .flat()
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, SHOWN)
    .map(({ id, at, action, subject }) => ({ id, at: at.toISOString(), what: words(action, subject) }));
  return { purged, next: next.at === null ? null : { at: next.at.toISOString(), withinADay: next.withinADay } };
}

function words(action: string, subject: Record<string, unknown>): string {
  if (action === "runs.expired") return `${counted(numberIn(subject.count), "run", "runs")} deleted`;
  if (action === "runs.masked") return `Personal data masked in ${counted(numberIn(subject.count), "run", "runs")}`;
  return `${counted(numberIn(subject.exchanges), "token exchange", "token exchanges")} and ${counted(numberIn(subject.tokens), "old token", "old tokens")} deleted`;
}
