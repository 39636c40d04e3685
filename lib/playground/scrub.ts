import { findAny } from "./find-any";
import { REDACTED } from "./model";

/**
 * Takes secrets of ours out of what the other side says, whatever it made of them. Works on
 * bytes that come in pieces: a secret that is cut in two by a chunk border is found all the same.
 */

/** A secret shorter than this would be found by accident all over a text. */
const MIN_SECRET_LENGTH = 8;
/** From this length on, the signature of a token alone is looked for as well. */
const MIN_PART_LENGTH = 16;

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Base64 of the secret inside something longer: one form for each of the three alignments, without the characters that its neighbours decide. */
function base64Forms(secret: string): string[] {
  const bytes = utf8(secret);
  return [0, 1, 2].flatMap((offset) => {
    const shifted = new Uint8Array(offset + bytes.length);
    shifted.set(bytes, offset);
    const text = base64(shifted);
    const core = text.slice(Math.ceil((offset * 8) / 6), Math.floor((shifted.length * 8) / 6));
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function percentForms(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const form = new URLSearchParams([["", secret]]).toString().slice(1);
  const whole = hex(utf8(secret)).replace(/../g, "%$&");
  return [encoded, form].flatMap((text) => [text, text.replace(/%../g, (code) => code.toLowerCase())]).concat(whole, whole.toUpperCase());
}

function jsonForms(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const code = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const ascii = escaped.replace(/[<>&'+=/]/g, code);
  return [escaped, escaped.replaceAll("/", "\\/"), ascii, ascii.replace(/\\u..../g, (text) => `\\u${text.slice(2).toUpperCase()}`)];
}

function htmlForms(secret: string): string[] {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const escaped = secret.replace(/[&<>"]/g, (character) => entities[character] ?? character);
  return [escaped, escaped.replaceAll("'", "&#39;"), escaped.replaceAll("'", "&#x27;").replaceAll("/", "&#x2F;").replaceAll("=", "&#x3D;")];
}

/** A token's last part is what makes it valid; alone it is still a secret. */
function partsOf(secret: string): string[] {
  const last = secret.slice(secret.lastIndexOf(".") + 1);
  return last.length >= MIN_PART_LENGTH && last !== secret ? [secret, last] : [secret];
}

/** Every way in which a secret is looked for, longest first; empty for one too short to be told from other text. */
export function secretForms(secret: string): string[] {
  if (secret.length < MIN_SECRET_LENGTH) return [];
  const forms = partsOf(secret).flatMap((part) => {
    const bytes = hex(utf8(part));
    return [
      part,
      ...base64Forms(part),
      ...percentForms(part),
      ...jsonForms(part),
      ...htmlForms(part),
      bytes,
      bytes.toUpperCase(),
      [...part].reverse().join(""),
    ];
  });
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** The forms of several secrets, longest first. Making them costs far more than looking for them, so it is done once for a reply. */
export function formsOf(secrets: readonly string[]): readonly string[] {
  return secrets.flatMap(secretForms).sort((a, b) => b.length - a.length);
}

/** Takes these forms out of a short text, such as a header's value. */
export function scrubText(text: string, forms: readonly string[]): { text: string; redactions: number } {
  let redactions = 0;
  const scrubbed = forms.reduce((rest, form) => {
    const pieces = rest.split(form);
    redactions += pieces.length - 1;
    return pieces.join(REDACTED);
  }, text);
  return { text: scrubbed, redactions };
}

export interface Scrubber {
  /** What may be passed on now; keeps back only what may be the beginning of a secret. */
  push(chunk: Uint8Array): Uint8Array;
  /** The rest. */
  end(): Uint8Array;
  /** How many places were replaced so far. */
  readonly redactions: number;
}

/** How many bytes at the end may be the beginning of a form. */
function suspicious(bytes: Buffer, forms: readonly Buffer[], from: number): number {
  const longest = forms[0]?.length ?? 0;
  for (let at = Math.max(from, bytes.length - longest + 1); at < bytes.length; at += 1) {
    const rest = bytes.length - at;
    if (forms.some((form) => form.length > rest && form[0] === bytes[at] && form.compare(bytes, at, bytes.length, 0, rest) === 0))
      return rest;
  }
  return 0;
}

/** A scrubber for one reply. Without forms of secrets it passes every chunk on untouched, without a copy. */
export function scrubber(texts: readonly string[]): Scrubber {
  const forms = texts.map((form) => Buffer.from(/[^\x00-\xff]/.test(form) ? utf8(form) : latin1(form)));
  const find = findAny(forms);
  const mark = Buffer.from(utf8(REDACTED));
  let held: Buffer = Buffer.alloc(0);
  let redactions = 0;

  function release(bytes: Buffer, last: boolean): Uint8Array {
    const pieces: Buffer[] = [];
    let from = 0;
    let safe = bytes.length - (last ? 0 : suspicious(bytes, forms, 0));
    for (let match = find(bytes, 0); match !== undefined; match = find(bytes, from)) {
      // What begins here or earlier may turn out to be a longer form, once more has come.
      if (match.at >= safe) break;
      pieces.push(bytes.subarray(from, match.at), mark);
      redactions += 1;
      from = match.at + match.length;
      if (safe < from) safe = bytes.length - (last ? 0 : suspicious(bytes, forms, from));
    }
    held = Buffer.from(bytes.subarray(safe));
    const rest = bytes.subarray(from, safe);
    return pieces.length === 0 ? rest : Buffer.concat([...pieces, rest]);
  }

  return {
    push(chunk) {
      if (forms.length === 0) return chunk;
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      return release(held.length === 0 ? bytes : Buffer.concat([held, bytes]), false);
    },
    end() {
      return release(held, true);
    },
    get redactions() {
      return redactions;
    },
  };
}
