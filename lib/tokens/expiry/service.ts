/** Exchanges are kept as long as runs are: both tell what was sent. */
import "server-only";
import { record as recordAudit } from "@/lib/audit/service";
import { DAY_MS } from "@/lib/shared/time";
import { inTransaction } from "../store";
import { deleteOldExchanges, deleteOldTokens, deleteStaleBackoffs } from "./store";

/** The longest wait is a minute, or what the server asked for; after a day failures are not in a row any more. */
const KEEP_WAITS_MS = DAY_MS;

/** Deletes a workspace's exchanges and dead tokens that are past its days, and counts of failures that are over. @returns how many of each */
export async function forgetOldExchanges(workspaceId: string, now: Date = new Date()): Promise<{ exchanges: number; tokens: number }> {
  return inTransaction(workspaceId, async (tx) => {
    await deleteStaleBackoffs(tx, workspaceId, new Date(now.getTime() - KEEP_WAITS_MS));
    const tokens = await deleteOldTokens(tx, workspaceId, now);
    const exchanges = await deleteOldExchanges(tx, workspaceId, now);
    if (exchanges + tokens > 0) await recordAudit(tx, { workspaceId, action: "exchanges.expired", subject: { exchanges, tokens } });
    return { exchanges, tokens };
  });
}
