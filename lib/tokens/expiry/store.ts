import "server-only";
import { sql } from "drizzle-orm";
import { credentials, exchangeBackoffs, exchanges, tokens, workspaces } from "@/lib/db/tables";
import type { Transaction } from "../store";

/** Before this moment lies what the workspace does not keep any more. */
const tooOld = (now: Date) => sql`${now.toISOString()}::timestamptz - make_interval(days => ${workspaces.retentionDays})`;

/** Deletes tokens whose life here ended so long ago. @returns how many */
export async function deleteOldTokens(tx: Transaction, workspaceId: string, now: Date, limit: number): Promise<number> {
  const gone = await tx.execute(sql`
    delete from ${tokens} where ${tokens.workspaceId} = ${workspaceId} and ${tokens.id} in (
      select old.id from ${tokens} old join ${workspaces} on ${workspaces.id} = old.workspace_id
      where old.workspace_id = ${workspaceId} and least(old.expires_at, old.retired_at) < ${tooOld(now)} limit ${limit})`);
  return gone.rowCount ?? 0;
}

/** Deletes old exchanges, but for those that a token came from or that say why nothing is asked at present. @returns how many */
export async function deleteOldExchanges(tx: Transaction, workspaceId: string, now: Date, limit: number): Promise<number> {
  const gone = await tx.execute(sql`
    delete from ${exchanges} where ${exchanges.workspaceId} = ${workspaceId} and ${exchanges.id} in (
      select old.id from ${exchanges} old join ${workspaces} on ${workspaces.id} = old.workspace_id
      where old.workspace_id = ${workspaceId} and old.started_at < ${tooOld(now)}
        and not exists (select from ${tokens} where ${tokens.workspaceId} = ${workspaceId} and ${tokens.exchangeId} = old.id)
        and not exists (select from ${exchangeBackoffs} where ${exchangeBackoffs.workspaceId} = ${workspaceId} and ${exchangeBackoffs.exchangeId} = old.id)
      limit ${limit})`);
  return gone.rowCount ?? 0;
}

/**
 * Deletes counts of failures that nothing asks for any more: of a credential that has changed or is
 * gone, and waits that were over before `waitedBefore`. What waits for a person to act stays.
 */
export async function deleteStaleBackoffs(tx: Transaction, workspaceId: string, waitedBefore: Date): Promise<void> {
  const part = (n: number) => sql`split_part(${exchangeBackoffs.flightKey}, ' ', ${sql.raw(String(n))})`;
  await tx.execute(sql`
    delete from ${exchangeBackoffs}
    where ${exchangeBackoffs.workspaceId} = ${workspaceId} and (
      (${part(1)} = 'wait' and ${exchangeBackoffs.notBefore} < ${waitedBefore.toISOString()}::timestamptz)
      or not exists (
        select from ${credentials} where ${credentials.workspaceId} = ${workspaceId}
          and ${credentials.id}::text = ${part(2)} and 'v' || ${credentials.version} = ${part(3)}))`);
}
