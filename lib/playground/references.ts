import type { RunInput } from "./schema";

/**
 * What a run can be found by: the references that the API's objects carry, taken from what was kept of a run. They are
 * read where everything personal and secret is masked already.
 */

/** Members and parameters that hold a reference; all but the last in the catalogue's description. */
export const REFERENCE_NAMES = [
  "order_reference",
  "order_external_reference",
  "order_contact_uid",
  "reservation_reference",
  "reservation_external_reference",
  "booking_reference",
  "booking_external_reference",
  "booking_reservation_reference",
  "booking_supplier_reference",
  "payment_external_reference",
  "payment_merchant_reference",
  "payment_order_reference",
  "payment_service_provider_reference",
  "contact_uid",
  "contact_external_uid",
  "error_reference",
] as const;

/** The header that names a request of ours; by itself it is the run's id. */
export const APP_REFERENCE = "app-reference";

export interface FoundReference {
  kind: string;
  /** In lower case, as it is looked for. */
  reference: string;
}

/** What is kept of a run, masked. */
export interface ReferenceSource {
  input: RunInput;
  body: string | undefined;
  errorReference: string | null;
  appReference: string | null;
}

/** A list of 200 orders names thousands; a run is found by the first of them. What was sent comes before what came back. */
export const MOST_REFERENCES = 200;
/** Longer ones are not looked for. The longest of the description has 100 characters or fewer. */
export const LONGEST_REFERENCE = 100;

const NAMES: ReadonlySet<string> = new Set(REFERENCE_NAMES);
/** A member with a text, a number or a list of them. Works on text that was cut off, and never backtracks over a value. */
const MEMBER = /"([a-z_]{5,40})"\s*:\s*(?:"([^"\\]{1,100})"|(\d{1,40})|\[([^[\]{}\\]{1,4000})\])/g;
const ELEMENT = /"([^"]{1,100})"|(\d{1,40})/g;

/** A reference as it is stored and looked for; undefined for what is none. */
export function normalizedReference(text: string): string | undefined {
  const reference = text.trim().toLowerCase();
  const isOne = reference.length > 0 && reference.length <= LONGEST_REFERENCE && !/[«»@\p{C}]/u.test(reference);
  return isOne ? reference : undefined;
}

/** Every reference of a run once, at most MOST_REFERENCES. */
export function referencesOf({ input, body, errorReference, appReference }: ReferenceSource): FoundReference[] {
  const found = new Map<string, FoundReference>();
  const add = (kind: string, value: string): void => {
    const reference = normalizedReference(value);
    if (reference !== undefined && found.size < MOST_REFERENCES) found.set(`${kind} ${reference}`, { kind, reference });
  };
  if (appReference !== null) add(APP_REFERENCE, appReference);
  if (errorReference !== null) add("error_reference", errorReference);
  for (const [name, value] of Object.entries({ ...input.path, ...input.query })) {
    if (NAMES.has(name)) for (const one of [value].flat()) add(name, one);
  }
  for (const text of [input.body ?? "", body ?? ""]) addMembers(text, add);
  return [...found.values()];
}

function addMembers(text: string, add: (kind: string, value: string) => void): void {
  for (const [, name = "", string, number, list] of text.matchAll(MEMBER)) {
    if (!NAMES.has(name)) continue;
    if (list === undefined) add(name, string ?? number ?? "");
    else for (const [, element, digits] of list.matchAll(ELEMENT)) add(name, element ?? digits ?? "");
  }
}

/** The fewest characters of a beginning, so that it narrows anything down. */
export const SHORTEST_BEGINNING = 4;

/** What somebody who looks for a reference means: all of it, or with a star at the end, its beginning. */
export type WantedReference = { kind: "whole"; reference: string } | { kind: "beginning"; from: string; below: string };

/** @returns undefined for what is no reference, or too short a beginning */
export function wantedReference(text: string): WantedReference | undefined {
  const isBeginning = text.trimEnd().endsWith("*");
  const reference = normalizedReference(isBeginning ? text.trimEnd().slice(0, -1) : text);
  if (reference === undefined) return undefined;
  if (!isBeginning) return { kind: "whole", reference };
  // Nothing sorts behind the last code point, so that this range holds all that begins so.
  return reference.length < SHORTEST_BEGINNING ? undefined : { kind: "beginning", from: reference, below: `${reference}\u{10FFFF}` };
}
