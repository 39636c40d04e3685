/** The shortest and the longest wait that the console follows, whatever a server asks for. */
export const MIN_WAIT_SECONDS = 1;
export const MAX_WAIT_SECONDS = 300;

/**
 * What a Retry-After header asks for. `seconds` lies between MIN_WAIT_SECONDS and
 * MAX_WAIT_SECONDS; `asked` is the wait before it was fitted in, so it may be negative or huge.
 */
export type RetryAfter =
  | { kind: "absent" }
  | { kind: "wait"; seconds: number; asked: number; given: string }
  | { kind: "unreadable"; given: string };

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// RFC 9110 §5.6.7: one form to send, two old ones to accept. Date.parse also takes "5 apples 7".
const IMF_FIXDATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT$/;
const RFC_850 = /^[A-Z][a-z]+day, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT$/;
const ASCTIME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) (?<year>\d{4})$/;

/** Milliseconds since the epoch of an HTTP date in any of its three forms; undefined for anything else. */
export function readHttpDate(text: string, now: Date): number | undefined {
  for (const form of [IMF_FIXDATE, RFC_850, ASCTIME]) {
    const parts = form.exec(text)?.groups;
    if (!parts) continue;
    const month = MONTHS.indexOf(parts.month ?? "");
    if (month < 0) return undefined;
    const year = Number(parts.year);
    return Date.UTC(year < 100 ? nearestCentury(year, now) : year, month, Number(parts.day), Number(parts.hour), Number(parts.minute), Number(parts.second));
  }
  return undefined;
}

// RFC 9110 §5.6.7: a two-digit year more than 50 years ahead lies in the past.
function nearestCentury(twoDigits: number, now: Date): number {
  const year = Math.floor(now.getUTCFullYear() / 100) * 100 + twoDigits;
  return year > now.getUTCFullYear() + 50 ? year - 100 : year;
}

/** Reads Retry-After as seconds or as an HTTP date. Source: RFC 9110 §10.2.3. */
export function readRetryAfter(value: string | undefined, now: Date): RetryAfter {
  if (value === undefined) return { kind: "absent" };
  const given = value.trim();
  const asked = /^\d{1,15}$/.test(given) ? Number(given) : secondsUntil(readHttpDate(given, now), now);
  if (asked === undefined) return { kind: "unreadable", given };
  return { kind: "wait", seconds: Math.min(MAX_WAIT_SECONDS, Math.max(MIN_WAIT_SECONDS, Math.ceil(asked))), asked, given };
}

function secondsUntil(atMs: number | undefined, now: Date): number | undefined {
  return atMs === undefined || Number.isNaN(atMs) ? undefined : (atMs - now.getTime()) / 1000;
}
