/** Waiting for one's turn: asks the meter again and again, and holds nothing in between, least of all a connection to the database. */
import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { metrics } from "@/lib/shared/metrics";
import { SECOND_MS } from "@/lib/shared/time";
import type { FailedSend } from "@/lib/upstream/model";
import { DEADLINE_MS } from "@/lib/upstream/transport";
import { NOT_SENT, type Wait } from "../model";
import { ask, settle, type Limits, type MeteredCall, type Verdict } from "../store";
import { breakerSentence, budgetSentence } from "../words";

/** How often a call that waits asks again; it also keeps its place that way. */
const ASK_AGAIN_MS = 500;

/** How long to wait, and whom to tell. */
interface Patience {
  signal?: AbortSignal | undefined;
  deadlineMs?: number | undefined;
  onWait?: ((wait: Wait | null) => void) | undefined;
}

/**
 * Waits until the call may go. Undefined when it may: then it counts as under way until it is settled. Else why it does not go;
 * then it has left the line. A wait that is known to be longer than the deadline is not begun.
 */
export async function turn(call: MeteredCall, limits: Limits, { signal, deadlineMs = DEADLINE_MS, onWait }: Patience): Promise<FailedSend | undefined> {
  const givesUpAtMs = performance.now() + deadlineMs;
  let waited = false;
  try {
    for (;;) {
      if (signal?.aborted) return await leave(call, cancelled());
      const verdict = await ask(call, limits);
      if (verdict.verdict === "go") {
        if (waited) onWait?.(null);
        return undefined;
      }
      if (verdict.verdict === "open") return heldBack("console-breaker", breakerSentence(verdict.secondsLeft), verdict.secondsLeft);
      if (!waited) metrics().waits.inc({ reason: verdict.reason });
      waited = true;
      const leftMs = givesUpAtMs - performance.now();
      if ((verdict.secondsLeft ?? 0) * SECOND_MS > leftMs || leftMs <= 0) return await leave(call, tooLong(verdict));
      onWait?.({ reason: verdict.reason, place: verdict.place, secondsLeft: verdict.secondsLeft, givesUpInSeconds: leftMs / SECOND_MS });
      await pause(Math.min(ASK_AGAIN_MS, leftMs), undefined, { signal }).catch(() => undefined);
    }
  } catch (error) {
    // Its place in line runs out by itself where even this cannot be said.
    await settle(call, NOT_SENT).catch(() => undefined);
    throw error;
  }
}

async function leave(call: MeteredCall, why: FailedSend): Promise<FailedSend> {
  await settle(call, NOT_SENT);
  return why;
}

function cancelled(): FailedSend {
  return { kind: "failed", failure: "cancelled", detail: "Cancelled while it waited for its turn; nothing was sent.", mayHaveBeenReceived: false };
}

function tooLong(verdict: Extract<Verdict, { verdict: "wait" }>): FailedSend {
  return heldBack("console-budget", budgetSentence(verdict), verdict.secondsLeft ?? 1);
}

function heldBack(failure: "console-budget" | "console-breaker", detail: string, secondsLeft: number): FailedSend {
  return { kind: "failed", failure, detail, mayHaveBeenReceived: false, retryAfterSeconds: Math.max(1, Math.ceil(secondsLeft)) };
}
