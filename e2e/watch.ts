import type { BrowserContext } from "@playwright/test";

/** Things that a page of the console never does. */
export interface Watch {
  /** Addresses outside the console that the browser asked for. */
  readonly otherHosts: readonly string[];
  /** Directive and blocked address of each policy violation. */
  readonly policyViolations: readonly string[];
  /** Uncaught errors and console errors. */
  readonly errors: readonly string[];
  /** Every line of the browser's console. */
  readonly consoleLines: readonly string[];
}

/** Watches every page of a context from its first byte. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const otherHosts: string[] = [];
  const policyViolations: string[] = [];
  const errors: string[] = [];
  const consoleLines: string[] = [];
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== "localhost") otherHosts.push(request.url());
  });
  context.on("console", (message) => {
    consoleLines.push(message.text());
    if (message.type() === "error") errors.push(message.text());
  });
  context.on("weberror", (error) => errors.push(String(error.error())));
  await context.exposeBinding("reportViolation", (_source, violation: string) => policyViolations.push(violation));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { reportViolation } = window as unknown as { reportViolation: (violation: string) => void };
      reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { otherHosts, policyViolations, errors, consoleLines };
}
