import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { describe, expect, it } from "vitest";
import { DATA_POLICY, pagePolicy } from "./headers";

/** What the evaluator holds against a policy, from "medium" upwards, its maybes included. */
function faultsOf(policy: string): string[] {
  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
  return findings
    .filter(({ severity }) => [Severity.HIGH, Severity.MEDIUM, Severity.HIGH_MAYBE, Severity.MEDIUM_MAYBE, Severity.SYNTAX].includes(severity))
    .map(({ directive, value, description }) => `${directive} ${value ?? ""}: ${description}`);
}

const NONCE = Buffer.alloc(18, 7).toString("base64");

describe("the content security policy", () => {
  it.each([
    ["of a page", pagePolicy(NONCE, { development: false })],
    ["of data", DATA_POLICY],
  ])("%s has nothing that an evaluator holds against it", (_which, policy) => {
    expect(faultsOf(policy)).toEqual([]);
  });

  it("would be found out if it let inline scripts, plug-ins or any host in", () => {
    expect(faultsOf("script-src 'unsafe-inline' https:").length).toBeGreaterThanOrEqual(3);
    expect(faultsOf(pagePolicy(NONCE, { development: false }).replace("base-uri 'none'", ""))).toHaveLength(1);
  });
});
