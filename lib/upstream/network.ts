import "server-only";
import { metrics } from "@/lib/shared/metrics";
import { processSlot } from "@/lib/shared/process-slot";
import { SECOND_MS } from "@/lib/shared/time";
import { environmentAt, ruleFor } from "./environments";
import type { Send } from "./model";
import { openTransport, type Transport } from "./transport";

/**
 * The one way out of the console. It dials only the origins of the environments, only addresses
 * that they may have, follows no redirect, keeps no cookie and retries nothing that may have been
 * received. Its connections exist once in the process.
 */
const slot = processSlot<Transport>("upstream-transport");

export const send: Send = async (request, options) => {
  const answer = await slot.getOrMake(() => openTransport({ ruleFor })).send(request, options);
  const environment = environmentAt(request.url.origin) ?? "none";
  if (answer.kind === "reply") metrics().upstream.observe({ environment, status: answer.status }, answer.headersAfterMs / SECOND_MS);
  else metrics().upstreamFailures.inc({ environment, failure: answer.failure });
  return answer;
};

/** Closes idle and running connections; for the end of the process and of a test. */
export function closeConnections(): void {
  slot.get()?.close();
}
