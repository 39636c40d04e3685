import type { BadgeTone } from "@/components/ui/badge";
import type { TokenState } from "@/lib/tokens/model";
import type { TokenView } from "@/lib/tokens/schema";

/** How far the other side's clock is from ours, in words. */
export function skewWords(seconds: number): string {
  if (Math.abs(seconds) <= 1) return "clocks agree";
  return `their clock is ${durationWords(Math.abs(seconds))} ${seconds > 0 ? "ahead" : "behind"}`;
}

/** "45 s", "5 min", "1 h", "1 h 5 min", "2 days". Rounds down; seconds only below two minutes. */
export function durationWords(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 120) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min`;
  if (whole < 172_800) {
    const minutes = Math.floor(whole / 60) % 60;
    return minutes === 0 ? `${Math.floor(whole / 3_600)} h` : `${Math.floor(whole / 3_600)} h ${minutes} min`;
  }
  return `${Math.floor(whole / 86_400)} days`;
}

/** "1 call", "214 calls". */
export function countWords(many: number, noun: string): string {
  return `${many.toLocaleString("en")} ${noun}${many === 1 ? "" : "s"}`;
}

export const STATES: Record<TokenState, { word: string; tone: BadgeTone; meaning: string }> = {
  live: { word: "live", tone: "good", meaning: "Calls that need exactly these scopes use it." },
  expired: { word: "expired", tone: "neutral", meaning: "Its time is over. The next call makes a new exchange." },
  forgotten: {
    word: "forgotten",
    tone: "neutral",
    meaning: "A person had the console forget it. Prioticket still accepts it until it expires.",
  },
  refused: { word: "refused", tone: "bad", meaning: "A call with it was answered 401, so the console does not use it any more." },
  changed: {
    word: "out of use",
    tone: "warn",
    meaning: "Its credential was changed or switched off since, so the console does not use it any more.",
  },
};

/** "One exchange has served 214 calls." Undefined when there is nothing to tell. */
export function servedSentence(callsPerToken: readonly number[]): string | undefined {
  if (callsPerToken.length === 0) return undefined;
  const calls = callsPerToken.reduce((sum, one) => sum + one, 0);
  if (calls === 0)
    return callsPerToken.length === 1
      ? "One exchange, and no call has used its token yet."
      : `${countWords(callsPerToken.length, "exchange")}, and no call has used their tokens yet.`;
  return callsPerToken.length === 1
    ? `One exchange has served ${countWords(calls, "call")}.`
    : `${countWords(callsPerToken.length, "exchange")} have served ${countWords(calls, "call")}.`;
}

/** A rate over less than this says nothing. */
const LEAST_LIFE_MS = 60_000;

/**
 * How many calls a token has served for each hour that it could so far; undefined for one that is too young to say.
 *
 * @param nowMs - milliseconds since the Unix epoch
 */
export function callsPerHour({ issuedAt, retiredAt, expiresAt, callsServed }: Pick<TokenView, "issuedAt" | "retiredAt" | "expiresAt" | "callsServed">, nowMs: number): number | undefined {
  const livedMs = Math.min(nowMs, Date.parse(retiredAt ?? expiresAt)) - Date.parse(issuedAt);
  return livedMs < LEAST_LIFE_MS ? undefined : callsServed / (livedMs / 3_600_000);
}
