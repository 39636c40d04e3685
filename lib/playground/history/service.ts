/**
 * What the kept runs of a workspace say together: which errors it has had, and who made them. How far it has
 * come is lib/partners, single runs are ../service.ts.
 */
import "server-only";
import { DAY_MS } from "@/lib/shared/time";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { MOST_COUNTED, type ErrorGroup } from "./model";
import { selectErrorGroups, selectPeople } from "./store";

/** How far back the error groups look; runs are kept no longer than the workspace's retention anyway. */
const SINCE_DAYS = 30;
const MAX_GROUPS = 100;

/** The workspace's errors of the last 30 days, at most the newest 500, grouped, the latest first; at most 100 groups. */
export async function errorGroups(scope: WorkspaceScope, now = new Date()): Promise<ErrorGroup[]> {
  assertMay(scope, "run.read");
  const rows = await selectErrorGroups(
    scope.workspaceId,
    new Date(now.getTime() - SINCE_DAYS * DAY_MS),
    new Date(now.getTime() - DAY_MS),
    { most: MOST_COUNTED, groups: MAX_GROUPS },
  );
  return rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() }));
}

/** Everybody who made a run of the workspace, by name, also those who have left it. */
export async function whoMadeRuns(scope: WorkspaceScope): Promise<{ id: string; name: string }[]> {
  assertMay(scope, "run.read");
  return selectPeople(scope.workspaceId);
}
