import type { CheckStepName, Verdict } from "@/lib/credentials/check-report";
import type { BasicEncoding, TokenRequestForm } from "@/lib/credentials/model";
import type { Environment } from "@/lib/upstream/model";

/** What each environment is for. Source: facts §1.1. */
export const ENVIRONMENT_WORDS: Record<Environment, string> = {
  simulator: "Built into this console. Nothing leaves this machine, and no booking is real.",
  sandbox: "Prioticket's sandbox, for trying things out.",
  staging: "Pre-production: testing, acceptance and certification.",
  production: "The real thing: bookings made here are real.",
};

interface Choice {
  title: string;
  mark: string;
  isDocumented: boolean;
  explanation: string;
}

/** Sources: the v3.8 token page for `plain`; RFC 6749 §2.3.1 and the v3.5 documents for `rfc6749`. */
export const ENCODING_WORDS: Record<BasicEncoding, Choice> = {
  plain: {
    title: "Plain",
    mark: "documented default",
    isDocumented: true,
    explanation: "id:secret as they are, then base64. This is what the token page of version 3.8 shows.",
  },
  rfc6749: {
    title: "Form-urlencoded",
    mark: "documented for 3.5 only",
    isDocumented: false,
    explanation:
      "Each half is form-urlencoded before it is joined, as RFC 6749 asks. Try it when a secret with unusual characters is refused.",
  },
};

/** `body` is mentioned for v3.5 as discouraged, without field names. Source: facts §2.1. */
export const FORM_WORDS: Record<TokenRequestForm, Choice> = {
  json: {
    title: "JSON body, Basic header",
    mark: "documented default",
    isDocumented: true,
    explanation: "What the documents and all known clients send.",
  },
  form: { title: "Form body, Basic header", mark: "not documented", isDocumented: false, explanation: "What most OAuth libraries send." },
  body: {
    title: "Form body with id and secret in it",
    mark: "not documented",
    isDocumented: false,
    explanation: "No Basic header at all. Mentioned for 3.5 as discouraged, and without the names of the fields.",
  },
};

export const STEP_WORDS: Record<CheckStepName, string> = {
  exchange: "Exchange client id and secret for a token",
  clock: "Compare the clocks",
  ping: "Ping the API",
  products: "Read one product with the token",
};

/** How a verdict is marked: colour, and always a word with it. */
export function toneOf(verdict: Verdict): "good" | "warn" | "bad" {
  if (verdict === "works") return "good";
  return verdict === "clock-skew" || verdict === "slow-down" || verdict === "cancelled" ? "warn" : "bad";
}
