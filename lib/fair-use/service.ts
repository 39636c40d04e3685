/**
 * The way out for everything that leaves this console: counts it for the address it goes to, makes it wait for its turn when the
 * vendor's limits could be exceeded, and stops it while its credential rests. Only lib/fair-use may dial (see the boundaries).
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { settings } from "@/lib/env";
import { log } from "@/lib/http/log";
import { metrics } from "@/lib/shared/metrics";
import { traced } from "@/lib/shared/tracing";
import { environmentAt } from "@/lib/upstream/environments";
import type { CallFacts, Send } from "@/lib/upstream/model";
import { send as dial } from "@/lib/upstream/network";
import { isLimited, NOT_SENT, settlementOf, type Wait } from "./model";
import { settle, type MeteredCall } from "./store";
import { tally } from "./tally/cache";
import { turn } from "./turn/service";

/** For whom something is sent. */
export interface Sender {
  workspaceId: string;
  /** Null for calls without one; the circuit breaker goes by it. */
  credentialId: string | null;
  /** For traces. */
  about?: CallFacts | undefined;
  /** Told again and again while the call waits, and null when its turn has come. */
  onWait?: ((wait: Wait | null) => void) | undefined;
}

/**
 * A way out for this sender. A call that may not go yet waits, at most as long as its own deadline, and its deadline begins when
 * it goes. One that is held back ends as `console-budget` or `console-breaker`, with `retryAfterSeconds`; nothing was sent then.
 *
 * @throws when the database cannot be asked: without its count nothing leaves
 */
export function sendFor(sender: Sender): Send {
  return async (request, howToSend = {}) => {
    const options = { ...howToSend, about: sender.about };
    const environment = environmentAt(request.url.origin);
    if (environment === undefined) return dial(request, options);
    const { workspaceId, credentialId } = sender;
    if (!isLimited(environment)) {
      const answer = await dial(request, options);
      tally(environment, workspaceId, settlementOf(answer, new Date()));
      return answer;
    }
    const call: MeteredCall = { address: request.url.origin, id: randomUUID(), workspaceId, credentialId };
    const { requestsPerMinute: requests, refusalsPerMinute: refusals } = settings().fairUse;
    const heldBack = await traced("fair-use budget", "internal", { "console.environment": environment }, async (span) => {
      const onWait = (wait: Wait | null): void => {
        if (wait) span.set({ "console.wait.reason": wait.reason });
        sender.onWait?.(wait);
      };
      const stopped = await turn(call, { requests, refusals }, { ...options, onWait });
      if (stopped) span.fail(stopped.failure);
      return stopped;
    });
    if (heldBack !== undefined) {
      metrics().heldBack.inc({ environment, why: heldBack.failure });
      return heldBack;
    }
    let settlement = NOT_SENT;
    try {
      const answer = await dial(request, options);
      settlement = settlementOf(answer, new Date());
      return answer;
    } finally {
      // The reply is there and must not be lost; its reservation runs out by itself.
      await settle(call, settlement).catch((error: unknown) => log().error({ err: error, environment }, "A call could not be counted"));
    }
  };
}
