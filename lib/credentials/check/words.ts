/** The verdicts in words: what it is, why we think so, what to do. Pure. */
import type { Fault } from "../check-report";
import type { Cause, CheckContext } from "./facts";
import type { Teller, VerdictWords } from "./teller";
import { REPLY_WORDS } from "./words-of-replies";
import { WAY_WORDS } from "./words-of-way";

const WORDS: Record<Fault, Teller> = { ...WAY_WORDS, ...REPLY_WORDS };

/** The words for a cause. */
export function wordsFor(cause: Cause, context: CheckContext): VerdictWords {
  return WORDS[cause.verdict](cause, context);
}

/** The words for success. */
export function wordsForSuccess({ environment, secret }: CheckContext): VerdictWords {
  return {
    title: "This credential works",
    meaning: `A token was granted by ${environment}, and a first read with it succeeded.${secret === "next" ? " The new secret has taken over; the old one is erased." : ""}`,
    advice: ["Get a token with the scopes you need under Tokens, or go straight to the playground."],
  };
}
