/** What a person is told about the budget, in sentences. Pure; the browser uses it too. */
import type { WaitReason } from "./model";

/** Where the vendor names its figures; another page of it names none (facts §1.6). */
export const LIMITS_SOURCE = "Prioticket's page on fair use and rate limiting (another page of theirs names no figures)";

/** What a call waits for, to go behind "Waiting: ". */
export const WAIT_WORDS: Record<WaitReason, string> = {
  pause: "the API asked everybody behind this console to pause",
  refusals: "this minute's 4xx answers are used up",
  requests: "this minute's requests are used up",
  line: "other calls of this workspace go first",
};

/** Why a call was not sent that would have had to wait too long. */
export function budgetSentence({ reason, place, secondsLeft }: { reason: WaitReason; place: number; secondsLeft: number | null }): string {
  const line = place > 1 ? ` ${place - 1} ${place === 2 ? "call" : "calls"} of this workspace would go first.` : "";
  const when = secondsLeft === null ? "No call under way made room in time." : `It could go in ${secondsWords(secondsLeft)} at the earliest.`;
  return `Nothing was sent, because ${WAIT_WORDS[reason]}. ${when}${line}`;
}

/** Why a call was not sent while its credential rests. */
export function breakerSentence(secondsLeft: number): string {
  const why = "Nothing was sent: at least half of this credential's last calls here failed on the way or at a gateway, so the console lets them rest.";
  return secondsLeft > 0 ? `${why} The next call that tries may go in ${secondsWords(secondsLeft)}.` : `${why} One call is trying right now.`;
}

/** 0.2 → "1 s", 61 → "61 s". */
export function secondsWords(seconds: number): string {
  return `${Math.max(1, Math.ceil(seconds))} s`;
}
