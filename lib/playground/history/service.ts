/**
 * What the kept runs of a workspace say together: which errors it has had, and how far it has
 * come. Single runs are ../service.ts.
 */
import "server-only";
import { DAY_MS } from "@/lib/shared/time";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { ErrorGroup, Milestone } from "./model";
import { selectErrorGroups, selectFirst } from "./store";

/** How far back the error groups look; runs are kept no longer than the workspace's retention anyway. */
const SINCE_DAYS = 30;
const MAX_GROUPS = 100;

/** The workspace's errors of the last 30 days, grouped, the latest first; at most 100 groups. */
export async function errorGroups(scope: WorkspaceScope, now = new Date()): Promise<ErrorGroup[]> {
  assertMay(scope, "run.read");
  const rows = await selectErrorGroups(
    scope.workspaceId,
    new Date(now.getTime() - SINCE_DAYS * DAY_MS),
    new Date(now.getTime() - DAY_MS),
    MAX_GROUPS,
  );
  return rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() }));
}

/** The first run with a 2xx, the first with an error, and the first 2xx of a live environment. */
export async function milestones(scope: WorkspaceScope): Promise<{ good?: Milestone; error?: Milestone; live?: Milestone }> {
  assertMay(scope, "run.read");
  const [good, error, live] = await Promise.all(
    (["good", "error", "live"] as const).map(async (kind) => selectFirst(scope.workspaceId, kind)),
  );
  return { ...(good && { good: reached(good) }), ...(error && { error: reached(error) }), ...(live && { live: reached(live) }) };
}

function reached({ runId, at }: { runId: string; at: Date }): Milestone {
  return { runId, at: at.toISOString() };
}
