/**
 * What the first-call wizard reports: its steps and one verdict, as stored with the credential
 * and as shown. Pure; judging what happened is check.ts.
 */

/** One name for each cause that the wizard can tell apart, and one for success. */
export const VERDICTS = [
  "works", // token granted, ping and products read both answered 2xx
  "unusable-encoding", // client id and encoding cannot be combined, nothing was sent
  "dns", // the host name did not resolve
  "unreachable", // nobody accepts connections there, or the connection was cut
  "address-blocked", // the console refuses to dial this address
  "held-back", // the console did not send it: fair use, or a rest after failures
  "tls", // no trustworthy encrypted connection
  "timeout", // no answer in time
  "unreadable-reply", // something answered that is not HTTP that we can read
  "wrong-host", // a redirect or a 404 where the token endpoint should be
  "html-instead-of-json", // a web page answered: a login page, a proxy, a firewall
  "not-a-token", // 200 and JSON, but no usable token in it
  "request-refused", // 400 at the token endpoint
  "credentials-refused", // 401 at the token endpoint
  "forbidden", // 403 at the token endpoint
  "scope-refused", // the token endpoint refused a scope, or the products read lacks one
  "method-refused", // 405
  "not-acceptable", // 406
  "not-processable", // 422
  "slow-down", // 429
  "server-trouble", // 5xx
  "clock-skew", // the clocks disagree so far that a token looks expired or not yet valid
  "token-refused", // the token was granted, the API does not accept it
  "call-failed", // the token works, the first read did not
  "unexpected-status", // a status that nothing above describes
  "cancelled", // a person stopped the check
] as const;
export type Verdict = (typeof VERDICTS)[number];
/** A verdict that names a cause. */
export type Fault = Exclude<Verdict, "works">;

/** The steps of the wizard, in order. */
export const CHECK_STEPS = ["exchange", "clock", "ping", "products"] as const;
export type CheckStepName = (typeof CHECK_STEPS)[number];

/** One step as it went. `skipped` says that an earlier step made it pointless. */
export interface CheckStep {
  step: CheckStepName;
  state: "passed" | "warned" | "failed" | "skipped";
  /** One sentence on what happened, without secrets. */
  said: string;
  status: number | null;
  durationMs: number | null;
}

/** The wizard's answer. */
export interface CheckReport {
  verdict: Verdict;
  title: string;
  /** Why we think so, in words. */
  meaning: string;
  /** What to do next, most likely first. */
  advice: readonly string[];
  /** The server's own words, shortened; null when it said nothing readable. */
  theirWords: string | null;
  steps: readonly CheckStep[];
  /** Server clock minus ours, in seconds; null when the server sent no usable `Date`. */
  clockSkewSeconds: number | null;
  /** ISO 8601. */
  checkedAt: string;
}
