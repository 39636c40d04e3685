/**
 * What everybody called and how much of it went wrong, added up from the counts of days, so that the operators' board finds its order in
 * an index. A call only says that it is still to be added up; the sum is made by whoever reads it next, or by the clock.
 */
import "server-only";
import { DAY_MS } from "@/lib/shared/time";
import { areSumsDue, inTransactionOverAll, keepSums, lockSums, markAddedUp, takeDue } from "./store";

/** Today included, by UTC. */
const DAYS = 7;
/** As many rows are held at the same time, for some milliseconds. */
const AT_A_TIME = 500;
/** Before every id. */
const FIRST = "00000000-0000-0000-0000-000000000000";

/** Brings the sums of all workspaces up to date: what was counted before this is in them when it returns. */
export async function addUpCalls(now: Date): Promise<void> {
  const since = new Date(now.getTime() - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  if (!(await areSumsDue(since))) return;
  for (let last = FIRST, isMore = true; isMore; ) {
    const due = await inTransactionOverAll(async (tx) => {
      await lockSums(tx);
      const taken = await takeDue(tx, since, last, AT_A_TIME);
      if (taken.length === 0) return taken;
      await markAddedUp(tx, taken);
      await keepSums(tx, taken, since);
      return taken;
    });
    last = due.at(-1) ?? last;
    isMore = due.length === AT_A_TIME;
  }
}
