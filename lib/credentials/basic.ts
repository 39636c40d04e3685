/**
 * Client id and secret as the value of a Basic `Authorization` header. Pure, and browser-safe so
 * that the form can warn while one types; nothing here stores or prints what it is given.
 */
import { err, ok, type Result } from "@/lib/shared/result";
import type { BasicEncoding } from "./model";

/**
 * `id-has-colon`: RFC 7617 §2 splits at the first colon, so an id with one would be read wrongly.
 * `not-unicode`: a lone surrogate has no UTF-8 form, so the server would see another character.
 */
export type BasicProblem = "id-has-colon" | "not-unicode";

/**
 * The value after `Basic `, or why there cannot be one.
 *
 * @see RFC 7617 §2 (`plain`, UTF-8), RFC 6749 §2.3.1 with Appendix B (`rfc6749`)
 */
export function basicValue(clientId: string, clientSecret: string, encoding: BasicEncoding): Result<string, BasicProblem> {
  if (hasLoneSurrogate(clientId) || hasLoneSurrogate(clientSecret)) return err("not-unicode");
  if (encoding === "rfc6749") return ok(base64(`${formEncode(clientId)}:${formEncode(clientSecret)}`));
  if (clientId.includes(":")) return err("id-has-colon");
  return ok(base64(`${clientId}:${clientSecret}`));
}

/**
 * Whether the two encodings give different values for this pair, so that a 401 may come from
 * having chosen the wrong one. Letters, digits and `* . _ -` are written alike by both.
 */
export function encodingsDiffer(clientId: string, clientSecret: string): boolean {
  return formEncode(clientId) !== clientId || formEncode(clientSecret) !== clientSecret;
}

/** application/x-www-form-urlencoded of one value: a space becomes `+`, `* - . _` stay. */
function formEncode(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice("=".length);
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
