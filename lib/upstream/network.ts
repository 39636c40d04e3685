import "server-only";
import { metrics } from "@/lib/shared/metrics";
import { processSlot } from "@/lib/shared/process-slot";
import { SECOND_MS } from "@/lib/shared/time";
import { traced, type SpanFacts } from "@/lib/shared/tracing";
import { environmentAt, ruleFor } from "./environments";
import type { CallFacts, OutboundRequest, Send } from "./model";
import { openTransport, type Transport } from "./transport";

/**
 * The one way out of the console. It dials only the origins of the environments, only addresses
 * that they may have, follows no redirect, keeps no cookie and retries nothing that may have been
 * received. Its connections exist once in the process.
 */
const slot = processSlot<Transport>("upstream-transport");

export const send: Send = (request, options) => {
  const environment = environmentAt(request.url.origin) ?? "none";
  const name = [request.method, options?.about?.pathTemplate].filter(Boolean).join(" ");
  // Its span ends with the headers of the reply, as its meter does.
  return traced(name, "client", factsOf(request, environment, options?.about), async (span) => {
    const answer = await slot.getOrMake(() => openTransport({ ruleFor })).send(request, options);
    if (answer.kind === "reply") {
      metrics().upstream.observe({ environment, status: answer.status }, answer.headersAfterMs / SECOND_MS);
      span.set({ "http.response.status_code": answer.status });
      if (answer.status >= 400) span.fail(String(answer.status));
    } else {
      metrics().upstreamFailures.inc({ environment, failure: answer.failure });
      span.fail(answer.failure);
    }
    return answer;
  });
};

function factsOf({ method, url }: OutboundRequest, environment: string, about: CallFacts | undefined): SpanFacts {
  const ofCall: SpanFacts = about ? { "console.operation": about.operation, "console.api_version": about.apiVersion, "url.template": about.pathTemplate } : {};
  const again = (about?.attempt ?? 1) - 1;
  return {
    "console.environment": environment,
    ...ofCall,
    "http.request.method": method,
    ...(again > 0 && { "http.request.resend_count": again }),
    "server.address": url.hostname,
    ...(url.port !== "" && { "server.port": Number(url.port) }),
  };
}

/** Closes idle and running connections; for the end of the process and of a test. */
export function closeConnections(): void {
  slot.get()?.close();
}
