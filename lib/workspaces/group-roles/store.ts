import "server-only";
import { and, asc, eq, exists, inArray, or } from "drizzle-orm";
import { enterEverywhere, enterWorkspace, type Transaction } from "@/lib/db/client";
import { members, workspaces } from "@/lib/db/tables";

/** Through the wall: groups give roles in any workspace. The workspaces of these slugs, and those that this person is in by a group. In one order for everybody, so that nobody waits in a circle. */
export async function selectConcerned(tx: Transaction, userId: string, slugs: readonly string[]): Promise<{ workspaceId: string; slug: string }[]> {
  await enterEverywhere(tx);
  const byGroup = tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.workspaceId, workspaces.id), eq(members.userId, userId), eq(members.byGroup, true)));
  return tx
    .select({ workspaceId: workspaces.id, slug: workspaces.slug })
    .from(workspaces)
    .where(or(inArray(workspaces.slug, [...slugs]), exists(byGroup)))
    .orderBy(asc(workspaces.id));
}

/** What follows in the transaction is about this one. */
export const enterConcerned = enterWorkspace;
