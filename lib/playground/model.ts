import type { HttpMethod } from "@/lib/catalog/model";
import type { HeaderField } from "@/lib/upstream/model";

/** Facts and rules of the playground: what a request is made of, how much of a reply is kept. */

/** Bytes of a reply's body that are kept with the run; the rest only passes through. */
export const KEPT_BODY_BYTES = 1024 * 1024;

/** Bytes of the kept part that the diagnosis reads; error bodies are small. */
export const DIAGNOSED_BODY_BYTES = 64 * 1024;

/** Bytes of a body that are held against the description; larger ones would take too long to be worth it. */
export const MOST_CHECKED_BYTES = 4 * 1024 * 1024;

/** What stands in place of a secret that a reply repeated. */
export const REDACTED = "«redacted»";
/** What stands in place of the token in a request as shown. */
export const TOKEN_MASK = "«access token»";
/** What stands in place of a guest's data, and of secrets that a body names, in what is kept. */
export const PERSONAL_MASK = "«personal data»";
export const SECRET_MASK = "«secret»";

/** A request of the catalogue, without the address and the authorization, which only the server adds. */
export interface RequestParts {
  readonly method: HttpMethod;
  /** Below `/{version}/distributor`. */
  readonly pathTemplate: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly HeaderField[];
  readonly body: string | undefined;
}

/** True for a value that was masked when its run was kept, so that it must be filled in again. */
export function isMasked(value: string): boolean {
  return value.includes(PERSONAL_MASK) || value.includes(SECRET_MASK);
}
