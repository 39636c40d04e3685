import { maskJwts } from "./find-jwts";
import { aliveSecrets, MASK, type Secret } from "./secret";

/** Shorter values occur by chance; they are left to the patterns and the names of their fields. */
const MIN_KNOWN_LENGTH = 8;

/** How names of fields, headers and query parameters end whose value is a secret. */
const SECRET_WORD =
  "(?:password|passphrase|passwd|secret|token|authorization|cookie|api[_-]?key|private[_-]?key|seal[_-]?keys?|credentials?|session[_-]?id|database[_-]?url|connection[_-]?string)";
const SECRET_NAME = new RegExp(`${SECRET_WORD}$`, "i");

/** Whether a value under this name must not be printed: "Authorization", "client_secret", "x-access-token". */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.trim());
}

const PATTERNS: readonly [RegExp, string][] = [
  // "Bearer …" and "Basic …", wherever they stand (RFC 9110 §11.4).
  [/\b(Bearer|Basic|Digest|Negotiate)([ +]|%20)+[A-Za-z0-9._~+/=%-]{6,}/gi, `$1 ${MASK}`],
  // user:password@ in a URL.
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@:]{0,200}:[^\s/?#]{0,1000}@/gi, `$1${MASK}@`],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, MASK],
];

/** name=value, name: value and "name":"value", also with the quotes escaped or percent-encoded. */
const ASSIGNMENT = new RegExp(
  String.raw`([\w.-]{0,40}${SECRET_WORD}(?:\\*["']|%22)?\s*(?:=>|[=:]|%3d|%3a)\s*)((?:\\*["']|%22)(?:[^"'\\]|\\+(?!["'\\]))*(?:\\*["'])|[^\s&,;"'<>{}]+)`,
  "gi",
);

/**
 * A text for a log: without the values of living secrets in any usual encoding, without what looks
 * like a credential, and on one line whatever it holds.
 */
export function redactText(text: string): string {
  // JSON Web Tokens, and what is left of them when the signature was cut off.
  let safe = maskJwts(withoutKnownSecrets(text), MASK, 1);
  for (const [pattern, replacement] of PATTERNS) safe = safe.replace(pattern, replacement);
  safe = safe.replace(ASSIGNMENT, `$1${MASK}`);
  // Terminals act on escapes, editors on separators and bidirectional marks; a log shows them.
  return safe.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A living secret in the forms in which a text may hold it. */
interface Forms {
  value: string;
  /** As it is, percent-encoded and as in JSON, as far as they differ. */
  written: readonly string[];
  /** Its UTF-8 bytes, one character each. */
  bytes: string;
}

/** Made once for each secret: a line is looked through for all of them, and there are hundreds on a busy console. */
const formsBySecret = new WeakMap<Secret, Forms>();

function formsOf(secret: Secret): Forms {
  const known = formsBySecret.get(secret);
  if (known) return known;
  const value = secret.reveal();
  const written = [...new Set([value, percentEncoded(value), JSON.stringify(value).slice(1, -1)])];
  const forms = { value, written, bytes: Buffer.from(value, "utf8").toString("latin1") };
  formsBySecret.set(secret, forms);
  return forms;
}

/** Those that this text is long enough for: no encoding is shorter than the value itself. */
function secretsFitting(text: string): Forms[] {
  const fitting = new Map<string, Forms>();
  for (const secret of aliveSecrets()) {
    const forms = formsOf(secret);
    if (forms.value.length >= MIN_KNOWN_LENGTH && forms.value.length <= text.length) fitting.set(forms.value, forms);
  }
  return [...fitting.values()];
}

function withoutKnownSecrets(text: string): string {
  if (text.length < MIN_KNOWN_LENGTH) return text;
  const fitting = secretsFitting(text);
  if (fitting.length === 0) return text;
  let safe = text;
  for (const { written } of fitting) for (const form of written) if (safe.includes(form)) safe = safe.replaceAll(form, MASK);
  // Base64, base64url and hex, wherever in the run the secret begins ("id:secret" shifts it).
  return safe.replace(/[A-Za-z0-9+/_-]{11,}={0,2}/g, (run) => (hidesOneOf(fitting, run) ? MASK : run));
}

function percentEncoded(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    // Half a Unicode character has no percent-encoding.
    return value;
  }
}

function hidesOneOf(known: readonly Forms[], run: string): boolean {
  const readings = [0, 1, 2, 3].map((offset) => Buffer.from(run.slice(offset), "base64").toString("latin1"));
  if (/^[0-9a-f]+$/i.test(run))
    readings.push(Buffer.from(run, "hex").toString("latin1"), Buffer.from(run.slice(1), "hex").toString("latin1"));
  // The first reading is the longest; bytes take more room in any encoding.
  const room = readings[0]?.length ?? 0;
  return known.some(({ bytes }) => bytes.length <= room && readings.some((reading) => reading.includes(bytes)));
}
