/** From what happened to its cause. Pure; the sentences are in words.ts. */
import type { ExchangeOutcome } from "@/lib/tokens/read-token-response";
import type { TransportFailure } from "@/lib/upstream/model";
import type { Fault } from "../check-report";
import { headerOf, isHtml, MAX_CLOCK_SKEW_SECONDS, type Cause, type StepOutcome, type StepReply } from "./facts";

const TRANSPORT: Record<TransportFailure, Fault> = {
  dns: "dns",
  "connect-refused": "unreachable",
  "connect-timeout": "timeout",
  tls: "tls",
  reset: "unreachable",
  malformed: "unreadable-reply",
  truncated: "unreadable-reply",
  "bad-encoding": "unreadable-reply",
  "console-address-blocked": "address-blocked",
  "console-deadline": "timeout",
  "console-body-too-large": "unreadable-reply",
  "console-budget": "held-back",
  "console-breaker": "held-back",
  cancelled: "cancelled",
};

/** Why the exchange gave no token; undefined when it gave one. `read` is null when no reply came. */
export function judgeExchange(outcome: StepOutcome, read: ExchangeOutcome | null): Cause | undefined {
  if (outcome.kind === "failed") return failed(outcome, "exchange");
  if (read?.kind === "granted") return undefined;
  const cause = (verdict: Fault, detail?: string): Cause => ({
    verdict,
    at: "exchange",
    reply: outcome,
    ...(detail !== undefined && { detail }),
  });
  const elsewhere = notOurEndpoint(outcome);
  if (elsewhere) return cause(elsewhere);
  const error = read?.kind === "refused" ? read.error : null;
  // RFC 6749 §5.2 puts both of these under 400; servers use 400, 401 and 403 for them.
  if (error === "invalid_scope" || error === "insufficient_scope") return cause("scope-refused");
  if (error === "invalid_client") return cause("credentials-refused");
  if (outcome.status >= 200 && outcome.status <= 299) return cause("not-a-token", read?.kind === "malformed" ? read.problem : undefined);
  return cause(byStatus(outcome.status));
}

/** Why a call with the fresh token failed; undefined when it did not. */
export function judgeCall(outcome: StepOutcome, skewSeconds: number | null): Cause | undefined {
  if (outcome.kind === "failed") return failed(outcome, "call");
  const cause = (verdict: Fault): Cause => ({ verdict, at: "call", reply: outcome });
  const elsewhere = notOurEndpoint(outcome);
  if (elsewhere) return cause(elsewhere === "wrong-host" ? "call-failed" : elsewhere);
  if (outcome.status >= 200 && outcome.status <= 299) return undefined;
  if (outcome.status === 401) return cause(isSkewed(skewSeconds) ? "clock-skew" : "token-refused");
  if (outcome.status === 403) return cause("scope-refused");
  const verdict = byStatus(outcome.status);
  return cause(verdict === "slow-down" || verdict === "server-trouble" ? verdict : "call-failed");
}

/** True when the clocks disagree by more than is harmless. */
export function isSkewed(skewSeconds: number | null): boolean {
  return skewSeconds !== null && Math.abs(skewSeconds) > MAX_CLOCK_SKEW_SECONDS;
}

function failed(outcome: Extract<StepOutcome, { kind: "failed" }>, at: Cause["at"]): Cause {
  return { verdict: TRANSPORT[outcome.failure], at, detail: outcome.detail };
}

/** A redirect, a missing page or a web page says that something else answers at this address. */
function notOurEndpoint(reply: StepReply): Fault | undefined {
  if (reply.status >= 300 && reply.status <= 399) return "wrong-host";
  if (reply.status === 404 || reply.status === 410 || reply.status === 421) return "wrong-host";
  // A page beside 401, 405 or 5xx is only how a server words that status.
  if (isHtml(reply) && (reply.status <= 299 || reply.status === 403)) return "html-instead-of-json";
  return undefined;
}

function byStatus(status: number): Fault {
  const known: Record<number, Fault> = {
    400: "request-refused",
    401: "credentials-refused",
    403: "forbidden",
    405: "method-refused",
    406: "not-acceptable",
    422: "not-processable",
    429: "slow-down",
  };
  return known[status] ?? (status >= 500 && status <= 599 ? "server-trouble" : "unexpected-status");
}

/** The target of a redirect, for a sentence; null without one. */
export function redirectTarget(reply: StepReply): string | null {
  const location = headerOf(reply.headers, "location");
  return location ? location.slice(0, 200) : null;
}
