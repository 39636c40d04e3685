import "server-only";
import { sql } from "drizzle-orm";
import { credentials, exchangeBackoffs, exchanges, tokens, workspaces } from "@/lib/db/tables";
import type { Transaction } from "../store";

/** Before this moment lies what the workspace does not keep any more. */
const tooOld = (now: Date) => sql`${now.toISOString()}::timestamptz - make_interval(days => ${workspaces.retentionDays})`;

/** Deletes tokens whose life here ended so long ago. @returns how many */
export async function deleteOldTokens(tx: Transaction, workspaceId: string, now: Date): Promise<number> {
  const gone = await tx.execute(sql`
    delete from ${tokens} using ${workspaces}
    where ${workspaces.id} = ${workspaceId} and ${tokens.workspaceId} = ${workspaceId}
      and least(${tokens.expiresAt}, ${tokens.retiredAt}) < ${tooOld(now)}`);
  return gone.rowCount ?? 0;
}

/** Deletes old exchanges, but for those that a token came from or that say why nothing is asked at present. @returns how many */
export async function deleteOldExchanges(tx: Transaction, workspaceId: string, now: Date): Promise<number> {
  const gone = await tx.execute(sql`
    delete from ${exchanges} using ${workspaces}
    where ${workspaces.id} = ${workspaceId} and ${exchanges.workspaceId} = ${workspaceId}
      and ${exchanges.startedAt} < ${tooOld(now)}
      and not exists (select from ${tokens} where ${tokens.workspaceId} = ${workspaceId} and ${tokens.exchangeId} = ${exchanges.id})
      and not exists (select from ${exchangeBackoffs} where ${exchangeBackoffs.workspaceId} = ${workspaceId} and ${exchangeBackoffs.exchangeId} = ${exchanges.id})`);
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
