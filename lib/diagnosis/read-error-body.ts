import type { HeaderField } from "@/lib/upstream/model";
import { headerValue } from "./read-headers";
import type { BodyKind, TheirWords } from "./model";

/** Longer texts of a server are cut here, so that a hostile body cannot flood a page. Characters. */
const MAX_TEXT_CHARACTERS = 2_000;
const MAX_EXCERPT_CHARACTERS = 400;
const MAX_ERRORS = 50;

const NO_WORDS: TheirWords = {
  bodyKind: "empty",
  error: undefined,
  error_reference: undefined,
  error_message: undefined,
  error_description: undefined,
  error_uri: undefined,
  errors: [],
  scope: undefined,
  excerpt: undefined,
};

/**
 * The server's own words, from whatever kind of body it sent: its error model (facts §3.2), the
 * OAuth one (RFC 6749 §5.2), problem details (RFC 9457), HTML, text, cut-off JSON, nothing.
 * Never throws; members of the wrong type count as absent.
 */
export function readErrorBody(headers: readonly HeaderField[], text: string): TheirWords {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return NO_WORDS;
  const parsed = parseJson(trimmed);
  if (isRecord(parsed)) return fromRecord(parsed, isProblem(headers, parsed));
  if (parsed !== undefined) return { ...NO_WORDS, bodyKind: "json", excerpt: cut(trimmed, MAX_EXCERPT_CHARACTERS) };
  if (/^<(!doctype|html|head|body|\?xml|[a-z])/i.test(trimmed)) return { ...NO_WORDS, bodyKind: "html", excerpt: textOfHtml(trimmed) };
  if (/^[[{]/.test(trimmed) || isJsonType(headers)) return fromBrokenJson(trimmed);
  return { ...NO_WORDS, bodyKind: "text", excerpt: cut(trimmed, MAX_EXCERPT_CHARACTERS) };
}

function fromRecord(body: Record<string, unknown>, problem: boolean): TheirWords {
  const errors = Array.isArray(body.errors) ? body.errors.map(wordsOf).filter((one) => one !== "").slice(0, MAX_ERRORS) : [];
  const words: TheirWords = {
    ...NO_WORDS,
    bodyKind: kindOfRecord(body, problem, errors.length > 0),
    error: textOf(body.error) ?? (problem ? textOf(body.type) : undefined),
    error_reference: textOf(body.error_reference) ?? (problem ? textOf(body.instance) : undefined),
    error_message: textOf(body.error_message) ?? (problem ? textOf(body.title) : undefined),
    error_description: textOf(body.error_description) ?? (problem ? textOf(body.detail) : undefined),
    error_uri: textOf(body.error_uri),
    errors,
    scope: textOf(body.scope),
  };
  return words.bodyKind === "json" ? { ...words, excerpt: cut(JSON.stringify(body), MAX_EXCERPT_CHARACTERS) } : words;
}

function kindOfRecord(body: Record<string, unknown>, problem: boolean, hasErrors: boolean): BodyKind {
  if (textOf(body.error_reference) !== undefined || textOf(body.error_message) !== undefined) return "prioticket";
  if (problem) return "problem";
  if (textOf(body.error) !== undefined) return hasErrors ? "prioticket" : "oauth";
  return "json";
}

// A body that stops in the middle still has its first members; they are worth more than "cannot be read".
function fromBrokenJson(text: string): TheirWords {
  const member = (name: string) => {
    const found = new RegExp(`"${name}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")`).exec(text)?.[1];
    return found === undefined ? undefined : textOf(parseJson(found));
  };
  return {
    ...NO_WORDS,
    bodyKind: "broken-json",
    error: member("error"),
    error_reference: member("error_reference"),
    error_message: member("error_message") ?? member("title"),
    error_description: member("error_description") ?? member("detail"),
    error_uri: member("error_uri"),
    scope: member("scope"),
    excerpt: cut(text, MAX_EXCERPT_CHARACTERS),
  };
}

/** The readable text of a page: its title first, without scripts, styles and tags. */
function textOfHtml(html: string): string {
  const start = html.slice(0, 20_000);
  const title = /<title[^<>]*>([^<]*)/i.exec(start)?.[1]?.trim() ?? "";
  const body = start.replace(/<(script|style|title)\b[^<>]*>[^<]*(<\/\1>)?/gi, " ").replace(/<[^>]*>?/g, " ");
  return cut(`${title} ${body}`.replace(/&nbsp;/g, " ").replace(/\s+/g, " ").trim(), MAX_EXCERPT_CHARACTERS);
}

function isProblem(headers: readonly HeaderField[], body: Record<string, unknown>): boolean {
  if (headerValue(headers, "content-type")?.toLowerCase().startsWith("application/problem+json")) return true;
  return textOf(body.title) !== undefined && body.error === undefined && (textOf(body.detail) !== undefined || textOf(body.type) !== undefined);
}

function isJsonType(headers: readonly HeaderField[]): boolean {
  return /^application\/([\w.+-]+\+)?json/i.test(headerValue(headers, "content-type") ?? "");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined; // not JSON is a finding here, not a failure
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? cut(value, MAX_TEXT_CHARACTERS) : undefined;
}

function wordsOf(value: unknown): string {
  return textOf(value) ?? (isRecord(value) ? cut(JSON.stringify(value), MAX_TEXT_CHARACTERS) : "");
}

function cut(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters)}…`;
}
