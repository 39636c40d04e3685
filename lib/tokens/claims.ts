/** What header members and claims mean, in words. Sources: RFC 7515 §4.1, RFC 7519 §4.1, RFC 9068 §2.2. Pure. */

/** One member of a token's header or payload, ready to be shown. */
export interface Claim {
  name: string;
  /** The value as text; objects and lists as JSON. */
  value: string;
  meaning: string | null;
  /** ISO 8601 where the value is a point in time, else null. */
  time: string | null;
}

const MEANINGS: Record<string, string> = {
  alg: "How it is signed",
  aud: "Whom it is meant for",
  auth_time: "When the login behind it happened",
  azp: "The client it was issued to",
  client_id: "The client it was issued to",
  cty: "What kind of content it carries",
  enc: "How the content is encrypted",
  exp: "When it ends",
  iat: "When it was issued",
  iss: "Who issued it",
  jku: "Where the issuer publishes its keys. The console does not go there",
  jti: "Its own number, to tell it from others",
  kid: "Which of the issuer's keys signed it",
  nbf: "From when on it is valid",
  roles: "Roles it carries",
  scope: "What it allows",
  scp: "What it allows",
  sub: "Whom it speaks for",
  typ: "What kind of token it is",
  version: "Version of its format",
};

const TIMES = new Set(["exp", "iat", "nbf", "auth_time", "updated_at"]);

/** The most that a Date can express, in seconds. */
const MAX_EPOCH_SECONDS = 8_640_000_000_000;

/** Members of a decoded JSON object as claims, in the order in which they stand. */
export function readClaims(object: Record<string, unknown>): Claim[] {
  return Object.entries(object).map(([name, value]) => ({
    name,
    value: typeof value === "string" ? value : JSON.stringify(value),
    meaning: Object.hasOwn(MEANINGS, name) ? (MEANINGS[name] ?? null) : null,
    time: TIMES.has(name) ? timeOf(value) : null,
  }));
}

/** ISO 8601 of a NumericDate, or null when it is none. @see RFC 7519 §2 */
export function timeOf(value: unknown): string | null {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > MAX_EPOCH_SECONDS) return null;
  return new Date(value * 1000).toISOString();
}
