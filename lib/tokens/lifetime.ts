/**
 * What `expires_in` says, and what we make of it. Servers write it as a number, a string, not at
 * all, or as nonsense; a token must still get a lifetime that nobody regrets. Pure.
 */

/** No token is kept longer than a day, whatever the reply claims. The documented sample is 3,600 s. */
export const MAX_LIFETIME_SECONDS = 86_400;

/** For a reply that says nothing readable: long enough to be of use, short enough to be wrong about. */
export const ASSUMED_LIFETIME_SECONDS = 300;

/** A token is not used in its last minute, so that a slow request never carries a dead one. */
export const RENEW_MARGIN_SECONDS = 60;

/** The minute before that margin, in which one caller renews in the background while all others go on. */
export const REFRESH_AHEAD_SECONDS = 60;

/** `stated` as written, `read` from an unusual form, `capped`, `assumed` for want of one, `over` for zero or less. */
export type LifetimeBasis = "stated" | "read" | "capped" | "assumed" | "over";

export interface Lifetime {
  /** Whole seconds from the arrival of the reply; 0 to MAX_LIFETIME_SECONDS. */
  seconds: number;
  basis: LifetimeBasis;
  /** `expires_in` as the reply had it, shortened; null when it had none. */
  stated: string | null;
  /** Why `seconds` is not simply what was stated; null when it is. */
  note: string | null;
}

/** Reads the `expires_in` member of a token reply. Never throws. @see RFC 6749 §5.1 */
export function readLifetime(expiresIn: unknown): Lifetime {
  if (expiresIn === undefined) return assumed(null, "The reply has no expires_in");
  const stated = shorten(JSON.stringify(expiresIn) ?? String(expiresIn));
  const number = typeof expiresIn === "string" ? numberIn(expiresIn) : expiresIn;
  if (typeof number !== "number" || Number.isNaN(number))
    return assumed(stated, `expires_in is ${stated}, which is not a number of seconds`);

  if (number <= 0) {
    return {
      seconds: 0,
      basis: "over",
      stated,
      note: `expires_in is ${stated}: the token was over when it came. It is used by those who waited for it and not kept.`,
    };
  }
  if (number > MAX_LIFETIME_SECONDS) {
    return {
      seconds: MAX_LIFETIME_SECONDS,
      basis: "capped",
      stated,
      note: `expires_in is ${stated}. The console keeps no token longer than ${MAX_LIFETIME_SECONDS} s.`,
    };
  }
  if (Number.isInteger(number) && typeof expiresIn === "number") return { seconds: number, basis: "stated", stated, note: null };
  const seconds = Math.floor(number);
  return { seconds, basis: "read", stated, note: `expires_in is ${stated}, not a whole number. It was read as ${seconds} s.` };
}

/**
 * Seconds of its life in which a token may be given out: up to the last minute, or, for one that
 * lives less than two, up to its half.
 */
export function usableSeconds(lifetimeSeconds: number): number {
  return Math.max(0, lifetimeSeconds - Math.min(RENEW_MARGIN_SECONDS, lifetimeSeconds / 2));
}

/**
 * What may be done with a token of this age and lifetime, in milliseconds: `use` it, use it and `renew` it in the background, or
 * `replace` it first.
 */
export function freshness(ageMs: number, lifetimeMs: number): "use" | "renew" | "replace" {
  const lifetimeSeconds = lifetimeMs / 1000;
  const ageSeconds = ageMs / 1000;
  const usable = usableSeconds(lifetimeSeconds);
  if (ageSeconds >= usable) return "replace";
  return ageSeconds >= usable - Math.min(REFRESH_AHEAD_SECONDS, usable / 10) ? "renew" : "use";
}

function assumed(stated: string | null, why: string): Lifetime {
  return {
    seconds: ASSUMED_LIFETIME_SECONDS,
    basis: "assumed",
    stated,
    note: `${why}. The console assumes ${ASSUMED_LIFETIME_SECONDS} s.`,
  };
}

/** Plain decimal only: what `Number` would also take ("0x10", "", "1e3") is nobody's number of seconds. */
function numberIn(text: string): number {
  return /^\s*[+-]?\d{1,30}(\.\d{1,30})?\s*$/.test(text) ? Number(text) : Number.NaN;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
