import { redactJson, maskText, type Masks } from "@/lib/shared/redact-json";
import type { HeaderField } from "@/lib/upstream/model";
import { PERSONAL_MASK, SECRET_MASK } from "./model";
import type { RunInput, SentRequest } from "./schema";
import { sensitivityOf } from "./sensitive";

/** Redaction at capture: what is kept of a run holds no secret and no guest's data. Live, the sender sees everything. */

const MASKS: Masks = { secret: SECRET_MASK, personal: PERSONAL_MASK };

function redactValue(name: string, value: string): string {
  const kind = sensitivityOf(name);
  return kind === undefined || value === "" ? maskText(value, MASKS) : MASKS[kind];
}

export interface RedactedInput {
  input: RunInput;
  /** JSON pointers into it; for the body on into the parsed body. */
  masked: string[];
}

/** What a person filled in, as it may be kept. */
export function redactInput(input: RunInput): RedactedInput {
  const masked: string[] = [];
  const one = (place: string, name: string, value: string) => {
    const redacted = redactValue(name, value);
    if (redacted !== value) masked.push(`/${place}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    return redacted;
  };
  const all = (place: string, values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, one(place, name, value)]));
  const body = input.body === null ? undefined : redactJson(input.body, sensitivityOf, MASKS);
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

function redactUrl(text: string): string {
  const url = new URL(text);
  const pairs = [...url.searchParams];
  if (pairs.every(([name, value]) => redactValue(name, value) === value)) return text;
  const search = pairs
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${redactValue(name, value) === value ? encodeURIComponent(value) : redactValue(name, value)}`,
    )
    .join("&");
  return `${url.origin}${url.pathname}?${search}`;
}

/** The request as sent, as it may be kept. */
export function redactSent(request: SentRequest): SentRequest {
  return {
    ...request,
    url: redactUrl(request.url),
    headers: request.headers.map(([name, value]) => [name, maskText(value, MASKS)]),
    body: request.body === null ? null : redactJson(request.body, sensitivityOf, MASKS).text,
  };
}

/** Headers of a reply, as they may be kept. */
export function redactHeaders(headers: readonly HeaderField[]): [string, string][] {
  return headers.map(([name, value]) => [name, /^set-cookie2?$/i.test(name) ? SECRET_MASK : maskText(value, MASKS)]);
}

/**
 * The beginning of a reply's body, as it may be kept; undefined for what is not text, in which
 * nothing could be masked.
 *
 * @param isWhole - false when `bytes` end in the middle, perhaps of a character
 */
export function redactBody(bytes: Uint8Array, isWhole: boolean): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: !isWhole });
    return text.includes("\u0000") ? undefined : redactJson(text, sensitivityOf, MASKS).text;
  } catch {
    return undefined;
  }
}
