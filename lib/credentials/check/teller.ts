/** How a verdict is put into words. Pure. */
import type { Cause, CheckContext } from "./facts";

/** What a person reads of a verdict. */
export interface VerdictWords {
  title: string;
  meaning: string;
  /** Most likely first. */
  advice: string[];
}

/** Tells one verdict, from its cause and what was asked. */
export type Teller = (cause: Cause, context: CheckContext) => VerdictWords;

/** "staging-distributor-api.prioticket.com", or the text itself when it is no URL. */
export function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}
