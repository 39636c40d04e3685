/** What is kept for a time only is deleted when that time is over, whether or not anybody comes to look. */
import "server-only";
import { sweepSessions } from "@/lib/auth/session";
import { sweepThrottles } from "@/lib/auth/throttle/throttle";
import { log } from "@/lib/http/log";
import { firstDayOfCounts, tidyPartner } from "@/lib/partners/service";
import { addUpCalls } from "@/lib/partners/sums/service";
import { purge } from "@/lib/playground/keep/service";
import { maskExpired } from "@/lib/playground/personal/service";
import { aheadMs, CLOCK_TOLERANCE_MS } from "@/lib/shared/clock";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/shared/time";
import { forgetOldExchanges } from "@/lib/tokens/expiry/service";
import { forgetOldInvitations, KEEP_INVITATIONS_MS } from "@/lib/workspaces/invitations/service";
import { forgetOldTokens, KEEP_TOKENS_MS } from "@/lib/workspaces/personal-tokens/service";
import { selectWorkspacesWithWork } from "./store";

/** Not while the console is starting. */
const FIRST_AFTER_MS = MINUTE_MS;

/** Deletes what is past its time, in every workspace that has any of it. Any number of replicas may do it at once. */
export async function sweep(now: Date = new Date()): Promise<void> {
  await sweepSessions(now);
  await sweepThrottles(now);
  const countsFrom = firstDayOfCounts(now);
  const over = new Date(now.getTime() - Math.min(KEEP_INVITATIONS_MS, KEEP_TOKENS_MS));
  for (const workspaceId of await selectWorkspacesWithWork(now, over, countsFrom)) await sweepWorkspace(workspaceId, now);
  // The board would do it for whoever looks first on a new day.
  await addUpCalls(now).catch((error: unknown) => log().error({ err: error }, "The calls of seven days could not be added up"));
}

/** What fails in one workspace, or at one kind of thing, holds up no other. It is logged, and tried again with the next sweep. */
async function sweepWorkspace(workspaceId: string, now: Date): Promise<void> {
  const steps = {
    runs: () => purge({ workspaceId }),
    "personal data": () => maskExpired(workspaceId, now),
    exchanges: () => forgetOldExchanges(workspaceId, now),
    invitations: () => forgetOldInvitations(workspaceId, now),
    "personal tokens": () => forgetOldTokens(workspaceId, now),
    partner: () => tidyPartner(workspaceId, now),
  };
  for (const [what, step] of Object.entries(steps)) {
    await step().catch((error: unknown) => log().error({ err: error, workspaceId, what }, "What is past its time could not be deleted"));
  }
}

/**
 * Sweeps, unless the machine's clock was put forward since it was last asked: what is deleted for an hour that has not come is gone when
 * the clock is put right. Whoever means it so loses an hour.
 *
 * @returns whether it swept
 */
export function carefulSweeper(): () => Promise<boolean> {
  let seenMs = aheadMs();
  return async () => {
    const putForwardMs = aheadMs() - seenMs;
    seenMs += putForwardMs;
    if (putForwardMs > CLOCK_TOLERANCE_MS) {
      log().warn({ putForwardSeconds: Math.round(putForwardMs / SECOND_MS) }, "The clock was put forward: nothing is deleted until it has stood for an hour");
      return false;
    }
    await sweep();
    return true;
  };
}

/** Sweeps every hour until it is stopped. A sweep that fails is logged, and made up for by the next one. */
export function startUpkeep(everyMs = HOUR_MS, firstAfterMs = FIRST_AFTER_MS): { stop(): Promise<void> } {
  let isStopped = false;
  let sweeping: Promise<void> = Promise.resolve();
  const sweepCarefully = carefulSweeper();
  let timer = setTimeout(begin, firstAfterMs);
  timer.unref();
  function begin(): void {
    sweeping = sweepCarefully()
      .then(() => undefined)
      .catch((error: unknown) => log().error({ err: error }, "What is past its time could not be deleted"))
      .then(() => {
        if (isStopped) return;
        timer = setTimeout(begin, everyMs);
        timer.unref();
      });
  }
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await sweeping;
    },
  };
}
