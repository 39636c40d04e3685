/**
 * Hides secrets in a text that a person will see, and says that and what it hid. A secret is
 * found as itself and in the encodings in which servers and bodies repeat it. Pure.
 */

import { findJwts } from "@/lib/shared/find-jwts";

/** A piece of text as it was on the wire, or the place of one that is hidden. */
export type Span = { text: string } | { masked: string; characters: number };

export interface KnownSecret {
  value: string;
  /** What is hidden, for the person: "client secret". */
  what: string;
}

interface Range {
  start: number;
  end: number;
  what: string;
}

/** Members of a body that are secret whoever wrote them; also in form encoding. */
const SECRET_MEMBERS: Record<string, string> = {
  access_token: "access token",
  refresh_token: "refresh token",
  id_token: "id token",
  client_secret: "client secret",
};

/** Cuts a text into visible and hidden spans. Joining the visible ones never gives a secret back. */
export function mask(text: string, secrets: readonly KnownSecret[]): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { start, end, what } of merged([...knownRanges(text, secrets), ...memberRanges(text), ...tokenRanges(text)])) {
    if (start > at) spans.push({ text: text.slice(at, start) });
    spans.push({ masked: what, characters: end - start });
    at = end;
  }
  if (at < text.length) spans.push({ text: text.slice(at) });
  return spans;
}

/** The same as one text, with «what» for each hidden span. */
export function maskedText(text: string, secrets: readonly KnownSecret[]): string {
  return spansAsText(mask(text, secrets));
}

/** Spans as one text, with «what» for each hidden one. */
export function spansAsText(spans: readonly Span[]): string {
  return spans.map((span) => ("text" in span ? span.text : `«${span.masked}»`)).join("");
}

function knownRanges(text: string, secrets: readonly KnownSecret[]): Range[] {
  const ranges: Range[] = [];
  for (const { value, what } of secrets) {
    for (const form of formsOf(value)) {
      for (let start = text.indexOf(form); start !== -1; start = text.indexOf(form, start + form.length)) {
        ranges.push({ start, end: start + form.length, what });
      }
    }
  }
  return ranges;
}

function formsOf(value: string): Set<string> {
  if (value === "") return new Set();
  const base64 = btoa(Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join(""));
  const json = JSON.stringify(value).slice(1, -1);
  return new Set([
    value,
    json,
    json.replaceAll("/", "\\/"),
    new URLSearchParams([["", value]]).toString().slice(1),
    /\p{Surrogate}/u.test(value) ? value : encodeURIComponent(value),
    base64,
    base64.replaceAll("+", "-").replaceAll("/", "_").replace(/={1,2}$/, ""),
  ]);
}

function memberRanges(text: string): Range[] {
  const names = Object.keys(SECRET_MEMBERS).join("|");
  const inJson = new RegExp(`"(${names})"\\s*:\\s*"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)`, "dg");
  const inForm = new RegExp(`(?:^|&)(${names})=([^&\\s]*)`, "dg");
  return [...text.matchAll(inJson), ...text.matchAll(inForm)].flatMap((match) => {
    const [start, end] = match.indices?.[2] ?? [0, 0];
    return end > start ? [{ start, end, what: SECRET_MEMBERS[match[1] ?? ""] ?? "secret" }] : [];
  });
}

function tokenRanges(text: string): Range[] {
  return findJwts(text, 2).map((stretch) => ({ ...stretch, what: "token" }));
}

/** In order, with what overlaps joined; the wider range gives the name. */
function merged(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}
