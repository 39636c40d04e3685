/** Exchanges are kept as long as runs are: both tell what was sent. */
import "server-only";
import { record as recordAudit } from "@/lib/audit/service";
import { DAY_MS } from "@/lib/shared/time";
import { inTransaction, type Transaction } from "../store";
import { deleteOldExchanges, deleteOldTokens, deleteStaleBackoffs } from "./store";

/** The longest wait is a minute, or what the server asked for; after a day failures are not in a row any more. */
const KEEP_WAITS_MS = DAY_MS;

/** Rows of each kind that go at once: far below what a statement has time for. */
const BATCH = 2_000;

/** Deletes a workspace's exchanges and dead tokens that are past its days, and counts of failures that are over, in batches that are each on record. @returns how many of each */
export async function forgetOldExchanges(workspaceId: string, now: Date = new Date(), batch = BATCH): Promise<{ exchanges: number; tokens: number }> {
  await inTransaction(workspaceId, (tx) => deleteStaleBackoffs(tx, workspaceId, new Date(now.getTime() - KEEP_WAITS_MS)));
  for (let total = { exchanges: 0, tokens: 0 }; ;) {
    const { exchanges, tokens } = await inTransaction(workspaceId, (tx) => forgetBatch(tx, workspaceId, now, batch));
    total = { exchanges: total.exchanges + exchanges, tokens: total.tokens + tokens };
    if (exchanges < batch && tokens < batch) return total;
  }
}

async function forgetBatch(tx: Transaction, workspaceId: string, now: Date, batch: number): Promise<{ exchanges: number; tokens: number }> {
  const tokens = await deleteOldTokens(tx, workspaceId, now, batch);
  const exchanges = await deleteOldExchanges(tx, workspaceId, now, batch);
  if (exchanges + tokens > 0) await recordAudit(tx, { workspaceId, action: "exchanges.expired", subject: { exchanges, tokens } });
  return { exchanges, tokens };
}
