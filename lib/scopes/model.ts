/**
 * The scopes of the Distributor API, as its documents name them. The documents contradict
 * each other, so nothing here is enforced: families say where a name comes from, and any
 * other name may be typed in. Source: facts §2.2.
 */

/** Every scope that the documents mention begins so. */
export const SCOPE_PREFIX = "https://www.prioticketapis.com/auth/";

export interface KnownScope {
  /** The full name, as it is sent. */
  readonly name: string;
  /** Without the common prefix, for people. */
  readonly short: string;
  readonly meaning: string;
}

export interface ScopeFamily {
  readonly id: "declared" | "required" | "example" | "guessed";
  readonly title: string;
  /** Where the names were seen, in words. */
  readonly source: string;
  /** What speaks against them. */
  readonly contradiction: string;
  readonly scopes: readonly KnownScope[];
}

function known(short: string, meaning: string): KnownScope {
  return { name: SCOPE_PREFIX + short, short, meaning };
}

/** The families, the one that operations ask for first. */
export const FAMILIES: readonly ScopeFamily[] = [
  {
    id: "required",
    title: "Required by operations",
    source: "The security entry of single operations in the v3.8 documents.",
    contradiction: "None of them is in the list of declared scopes.",
    scopes: [
      known("distributor/products", "Products and their lists"),
      known("distributor/orders", "Orders"),
      known("distributor/payments", "Payments"),
      known("distributor/contacts", "Contacts"),
      known("distributor/webhooks", "Webhooks"),
    ],
  },
  {
    id: "declared",
    title: "Declared by the security scheme",
    source: "The scope list of the OAuth2 scheme, the same in v3.5 and v3.8.",
    contradiction: "No operation that was seen asks for one of them, and reporting is the only one written with a slash.",
    scopes: [
      known("distributor.products.readonly", "Products, reading only"),
      known("distributor.reservations", "Reservations"),
      known("distributor.bookings", "Bookings"),
      known("distributor.bookings.details", "Details of bookings"),
      known("distributor/reporting", "Reports"),
    ],
  },
  {
    id: "example",
    title: "Example of the token page",
    source: "The example on the page of the token endpoint; a public client sends it.",
    contradiction: "Singular, where the declared scope is plural; it is in neither of the other lists.",
    scopes: [known("distributor.booking", "Booking")],
  },
  {
    id: "guessed",
    title: "Guessed by analogy",
    source: "This console, from the pattern of the required scopes, for operations whose scope was not seen.",
    contradiction: "No document mentions it.",
    scopes: [known("distributor/reservations", "Reservations and promocodes")],
  },
];

/** All known scopes, in the order of the families. */
export const KNOWN_SCOPES: readonly KnownScope[] = FAMILIES.flatMap((family) => family.scopes);

/** The family that a scope is from; undefined for a custom one. */
export function familyOf(scope: string): ScopeFamily | undefined {
  return FAMILIES.find((family) => family.scopes.some((entry) => entry.name === scope));
}

/** The name as people read it: without the common prefix. */
export function shortScope(scope: string): string {
  return scope.startsWith(SCOPE_PREFIX) && scope.length > SCOPE_PREFIX.length ? scope.slice(SCOPE_PREFIX.length) : scope;
}

/** One scope each, in the order given, without repeats or blanks. Text may separate them by any white space. */
export function normaliseScopes(given: string | readonly string[]): string[] {
  const words = (typeof given === "string" ? [given] : given).flatMap((text) => text.split(/\s+/));
  return [...new Set(words.filter((word) => word !== ""))];
}

/** The same text for the same set, whatever the order and spacing; "" for none. */
export function scopeKey(scopes: string | readonly string[]): string {
  return normaliseScopes(scopes).sort().join(" ");
}

/**
 * Why a text cannot be sent as one scope; undefined when it can.
 *
 * RFC 6749 §3.3: printable ASCII without space, double quote and backslash.
 */
export function scopeProblem(scope: string): string | undefined {
  if (scope === "") return "A scope needs at least one character.";
  if (scope.length > 200) return "A scope longer than 200 characters is surely a mistake.";
  const bad = [...scope].find((character) => !/^[\x21\x23-\x5b\x5d-\x7e]$/.test(character));
  return bad === undefined ? undefined : `A scope cannot contain ${bad.trim() === "" ? "white space" : bad}.`;
}
