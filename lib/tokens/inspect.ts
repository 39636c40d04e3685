/**
 * Reads an access token as far as it lets itself be read: header, claims, notes on what is odd,
 * and the honest state of its signature. Nothing is fetched and nothing is verified here; a token
 * that cannot be read is opaque, which is the issuer's good right. Pure and browser-safe.
 */
import { readClaims, timeOf, type Claim } from "./claims";

/** Longer texts are not decoded: no server takes them as a header, and a browser should not stall on them. */
export const MAX_INSPECTED_CHARACTERS = 65_536;

export type SignatureState = "verified" | "wrong" | "cannot be checked here";

export interface SignatureLine {
  state: SignatureState;
  /** `alg` of the header; null for an opaque token. */
  algorithm: string | null;
  why: string;
}

export interface Inspection {
  /** `encrypted` is a JWE: its header can be read, its claims cannot. */
  kind: "jwt" | "encrypted" | "opaque";
  characters: number;
  header: readonly Claim[];
  claims: readonly Claim[];
  signature: SignatureLine;
  /** Sentences on what stands out. */
  notes: readonly string[];
}

/** How far two clocks may differ before it is worth a sentence. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** Never throws. `raw` may carry "Bearer " and white space around it, as pasted text does. */
export function inspectToken(raw: string, nowMs: number): Inspection {
  const token = bareToken(raw);
  const parts = token.split(".");
  if (token.length > MAX_INSPECTED_CHARACTERS) return opaque(token, [`It has ${token.length} characters and was not decoded.`]);
  if (parts.length !== 3 && parts.length !== 5)
    return opaque(token, ["It is not a JWT. Only its issuer can read it; its lifetime comes from expires_in."]);

  const header = decodeObject(parts[0] ?? "");
  if (header === undefined) return opaque(token, ["It has dots like a JWT, but its first part is not a JWT header."]);
  const algorithm = typeof header.alg === "string" ? header.alg : null;
  if (parts.length === 5) {
    const signature: SignatureLine = {
      state: "cannot be checked here",
      algorithm,
      why: "The token is encrypted; only the API can open it.",
    };
    return { kind: "encrypted", characters: token.length, header: readClaims(header), claims: [], signature, notes: [] };
  }

  const payload = decodeObject(parts[1] ?? "");
  const notes = payload === undefined ? ["Its payload is not a JSON object, so there are no claims to show."] : notesOn(payload, nowMs);
  return {
    kind: "jwt",
    characters: token.length,
    header: readClaims(header),
    claims: readClaims(payload ?? {}),
    signature: { state: "cannot be checked here", algorithm, why: whyUnchecked(algorithm, parts[2] === "") },
    notes,
  };
}

/** The token alone: without white space, quotes and "Bearer " around it. */
export function bareToken(raw: string): string {
  return raw
    .trim()
    .replace(/^["']|(?<!["',])["',]+$/g, "")
    .replace(/^(authorization:\s*)?bearer\s+/i, "")
    .trim();
}

/** Why this algorithm's signature is not checked without a key that a person brings. */
function whyUnchecked(algorithm: string | null, signatureMissing: boolean): string {
  if (algorithm === null) return "The header does not say how it is signed.";
  if (algorithm.toLowerCase() === "none" || signatureMissing) return "It is not signed at all. Anybody could have written it.";
  if (/^HS\d+$/.test(algorithm)) {
    return `${algorithm} is checked with a key that only the issuer and the API hold. Nobody else can tell, and the console does not pretend to.`;
  }
  return `${algorithm} is checked with the issuer's public key, and no place is documented where Prioticket publishes one. Paste a key to check it.`;
}

function notesOn(payload: Record<string, unknown>, nowMs: number): string[] {
  const notes: string[] = [];
  const nowSeconds = nowMs / 1000;
  const ends = timeOf(payload.exp) === null ? undefined : Number(payload.exp);
  if (Object.keys(payload).length === 0)
    notes.push("Its payload is empty ({}): it says nothing about itself. Its lifetime comes from expires_in.");
  else if (ends === undefined) notes.push("It has no end (exp) of its own. Its lifetime comes from expires_in.");
  if (ends !== undefined && ends <= nowSeconds) notes.push("By its own exp it has ended.");
  if (isLater(payload.nbf, nowSeconds)) notes.push("By its own nbf it is not valid yet. If it is new, the clocks differ.");
  if (isLater(payload.iat, nowSeconds)) notes.push("It says that it was issued in the future: the issuer's clock and this one differ.");
  const rounded = Object.entries(payload).filter(
    ([, value]) => typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value),
  );
  if (rounded.length > 0) notes.push(`Too many digits to be shown exactly: ${rounded.map(([name]) => name).join(", ")}.`);
  return notes;
}

function isLater(value: unknown, nowSeconds: number): boolean {
  return timeOf(value) !== null && Number(value) > nowSeconds + CLOCK_TOLERANCE_SECONDS;
}

function opaque(token: string, notes: string[]): Inspection {
  const signature: SignatureLine = {
    state: "cannot be checked here",
    algorithm: null,
    why: "It does not say how, or whether, it is signed.",
  };
  return { kind: "opaque", characters: token.length, header: [], claims: [], signature, notes };
}

function decodeObject(part: string): Record<string, unknown> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
