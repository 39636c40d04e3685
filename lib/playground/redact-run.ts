import { redactJson, maskText, type Masks } from "@/lib/shared/redact-json";
import type { HeaderField } from "@/lib/upstream/model";
import { PERSONAL_MASK, SECRET_MASK } from "./model";
import type { RunInput, SentRequest } from "./schema";
import { sensitivityOf } from "./sensitive";

/** Redaction at capture: what is kept of a run holds no secret and no guest's data. Live, the sender sees everything. */

const MASKS: Masks = { secret: SECRET_MASK, personal: PERSONAL_MASK };
/** For a workspace that wants to read the data of its guests for a while. A secret is never kept. */
export const ONLY_SECRETS: Masks = { secret: SECRET_MASK };

function redactValue(name: string, value: string, masks: Masks): string {
  const kind = sensitivityOf(name);
  const mask = kind === undefined || value === "" ? undefined : masks[kind];
  return mask ?? maskText(value, masks);
}

export interface RedactedInput {
  input: RunInput;
  /** JSON pointers into it; for the body on into the parsed body. */
  masked: string[];
}

/** What a person filled in, as it may be kept. */
export function redactInput(input: RunInput, masks = MASKS): RedactedInput {
  const masked: string[] = [];
  const one = (place: string, name: string, value: string) => {
    const redacted = redactValue(name, value, masks);
    if (redacted !== value) masked.push(`/${place}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    return redacted;
  };
  const all = (place: string, values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, one(place, name, value)]));
  const body = input.body === null ? undefined : redactJson(input.body, sensitivityOf, masks);
  const query = Object.entries(input.query).map(
    ([name, value]) =>
      [name, typeof value === "string" ? one("query", name, value) : value.map((entry) => one("query", name, entry))] as const,
  );
  const redacted = {
    ...input,
    path: all("path", input.path),
    query: Object.fromEntries(query),
    headers: all("headers", input.headers),
    body: body?.text ?? null,
  };
  const inBody =
    body === undefined || body.text === input.body
      ? []
      : body.pointers.length === 0
        ? ["/body"]
        : body.pointers.map((pointer) => `/body${pointer}`);
  return { input: redacted, masked: [...new Set([...masked, ...inBody])] };
}

function redactUrl(text: string, masks: Masks): string {
  const url = new URL(text);
  const pairs = [...url.searchParams];
  if (pairs.every(([name, value]) => redactValue(name, value, masks) === value)) return text;
  const search = pairs
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${redactValue(name, value, masks) === value ? encodeURIComponent(value) : redactValue(name, value, masks)}`,
    )
    .join("&");
  return `${url.origin}${url.pathname}?${search}`;
}

/** The request as sent, as it may be kept. */
export function redactSent(request: SentRequest, masks = MASKS): SentRequest {
  return {
    ...request,
    url: redactUrl(request.url, masks),
    headers: request.headers.map(([name, value]) => [name, maskText(value, masks)]),
    body: request.body === null ? null : redactJson(request.body, sensitivityOf, masks).text,
  };
}

/** Headers of a reply, as they may be kept. */
export function redactHeaders(headers: readonly HeaderField[], masks = MASKS): [string, string][] {
  return headers.map(([name, value]) => [name, /^set-cookie2?$/i.test(name) ? SECRET_MASK : maskText(value, masks)]);
}

/** An explanation quotes what the other side wrote; every text in it is masked, and nothing else changes. */
export function redactWords<T>(value: T, masks?: Masks): T;
export function redactWords(value: unknown, masks = MASKS): unknown {
  if (typeof value === "string") return maskText(value, masks);
  if (Array.isArray(value)) return value.map((one) => redactWords<unknown>(one, masks));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, redactWords<unknown>(one, masks)]));
}

/**
 * The beginning of a reply's body, as it may be kept; undefined for what is not text, in which
 * nothing could be masked.
 *
 * @param isWhole - false when `bytes` end in the middle, perhaps of a character
 */
export function redactBody(bytes: Uint8Array, isWhole: boolean, masks = MASKS): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: !isWhole });
    return text.includes("\u0000") ? undefined : redactJson(text, sensitivityOf, masks).text;
  } catch {
    return undefined;
  }
}
