/**
 * What people paste into the fields of a credential, and what is wrong with it. Pure; the form
 * uses it while one types, the service when it saves.
 */
import { err, ok, type Result } from "@/lib/shared/result";
import { basicValue } from "./basic";
import { MAX_CLIENT_ID_LENGTH, MAX_SECRET_LENGTH, type BasicEncoding } from "./model";

/** What to do with blanks around a secret. There is no default: they may belong to it. */
export const EDGE_WHITESPACE_CHOICES = ["remove", "keep"] as const;
export type EdgeWhitespace = (typeof EDGE_WHITESPACE_CHOICES)[number];

const LINE_BREAK = /[\r\n\u2028\u2029]/;
// RFC 7617 §2: neither half of a Basic value may contain control characters.
const CONTROL = /[\p{Cc}]/u;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;

/** True when a value begins or ends with a space, a tab, a line break or a byte order mark. */
export function hasEdgeWhitespace(text: string): boolean {
  return text !== text.trim();
}

/** The client id as it is stored, or a sentence on what is wrong with it. Blanks around it are dropped. */
export function readClientId(typed: string, encoding: BasicEncoding): Result<string, string> {
  const clientId = typed.trim();
  if (clientId === "") return err("Enter the client id that Prioticket gave you.");
  if (clientId.length > MAX_CLIENT_ID_LENGTH) return err(`A client id has at most ${MAX_CLIENT_ID_LENGTH} characters.`);
  const blemish = blemishOf(clientId, "client id");
  if (blemish) return err(blemish);
  const basic = basicValue(clientId, "", encoding);
  if (basic.ok) return ok(clientId);
  return err(
    basic.error === "id-has-colon"
      ? "A client id with a colon cannot be sent in plain Basic, because the server splits at the first colon. Choose the form-urlencoded Basic encoding, or check the id."
      : "The client id holds half of a character (a lone surrogate). Copy it again.",
  );
}

/** The secret as it is stored, or a sentence on what is wrong with it; the sentence never quotes the secret. */
export function readSecret(typed: string, edges: EdgeWhitespace | undefined): Result<string, string> {
  if (typed.trim() === "") return err("Enter the client secret. It is stored sealed and never shown again.");
  if (hasEdgeWhitespace(typed) && edges === undefined) {
    return err("The secret begins or ends with a space or a line break. Say whether to remove it or to keep it as part of the secret.");
  }
  const secret = edges === "keep" ? typed : typed.trim();
  if (secret.length > MAX_SECRET_LENGTH) return err(`A client secret has at most ${MAX_SECRET_LENGTH} characters.`);
  const blemish = blemishOf(secret, "secret");
  if (blemish) return err(blemish);
  return basicValue("", secret, "plain").ok ? ok(secret) : err("The secret holds half of a character (a lone surrogate). Copy it again.");
}

function blemishOf(text: string, what: string): string | undefined {
  if (LINE_BREAK.test(text)) return `The ${what} has a line break in it. Perhaps two lines were pasted: copy the ${what} alone.`;
  if (CONTROL.test(text))
    return `The ${what} has a control character in it, such as a tab, which Basic authentication does not allow. Copy it again.`;
  if (INVISIBLE.test(text))
    return `The ${what} has an invisible character in it, as text copied from a web page or a mail often does. Type it, or copy it from plain text.`;
  return undefined;
}
