import "server-only";
import { eq, sql } from "drizzle-orm";
import { tenantDb } from "@/lib/db/client";
import { runs, workspaces } from "@/lib/db/tables";

/** When the oldest run of a workspace goes, and how many go within the next day. */
export async function selectNextPurge(workspaceId: string): Promise<{ at: Date | null; withinADay: number }> {
  const kept = sql`(select make_interval(days => ${workspaces.retentionDays}) from ${workspaces} where ${workspaces.id} = ${workspaceId})`;
  const [row] = await tenantDb(workspaceId)
    .select({
      at: sql<Date | null>`min(${runs.startedAt}) + ${kept}`.mapWith(runs.startedAt),
      // Only the oldest are read: whatever goes later is not counted.
      withinADay: sql<number>`(select count(*)::int from ${runs} where ${runs.workspaceId} = ${workspaceId} and ${runs.startedAt} < now() + interval '1 day' - ${kept})`,
    })
    .from(runs)
    .where(eq(runs.workspaceId, workspaceId));
  return { at: row?.at ?? null, withinADay: row?.withinADay ?? 0 };
}
