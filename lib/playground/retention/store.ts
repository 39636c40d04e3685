import "server-only";
import { eq, sql } from "drizzle-orm";
import { tenantDb } from "@/lib/db/client";
import { runs, workspaces } from "@/lib/db/tables";

/** When the oldest run of a workspace goes, and how many go within the next day. */
export async function selectNextPurge(workspaceId: string): Promise<{ at: Date | null; withinADay: number }> {
  const gone = sql`${runs.startedAt} + make_interval(days => ${workspaces.retentionDays})`;
  const [row] = await tenantDb(workspaceId)
    .select({
      at: sql<Date | null>`min(${gone})`.mapWith(runs.startedAt),
      withinADay: sql<number>`(count(*) filter (where ${gone} < now() + interval '1 day'))::int`,
    })
    .from(runs)
    .innerJoin(workspaces, eq(workspaces.id, runs.workspaceId))
    .where(eq(runs.workspaceId, workspaceId));
  return { at: row?.at ?? null, withinADay: row?.withinADay ?? 0 };
}
