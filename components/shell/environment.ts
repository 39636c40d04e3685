/**
 * Which environment and version a person is working with. It travels in the address (so that a link
 * says it all) and is remembered in a cookie (so that a page without it in its address knows too).
 */
import type { ApiVersion, Environment } from "@/lib/upstream/model";

export const ENVIRONMENT_CHOICES = ["simulator", "sandbox", "staging", "production"] as const satisfies readonly Environment[];
export const VERSION_CHOICES = ["3.8", "3.7", "3.6", "3.5"] as const satisfies readonly ApiVersion[];

export const PLACE_COOKIE = "console-place";

export interface Place {
  environment: Environment;
  version: ApiVersion;
}

const FIRST_PLACE: Place = { environment: "simulator", version: "3.8" };

type SearchValue = string | readonly string[] | undefined;

/**
 * The place of a page: each half from the address where it is valid there, else from the cookie, else the simulator and 3.8.
 *
 * @param search - the page's search parameters: `env` and `v`
 * @param cookie - value of the cookie PLACE_COOKIE, as written by placeCookieValue
 */
export function readPlace(search: { env?: SearchValue; v?: SearchValue }, cookie: string | undefined): Place {
  const [cookieEnvironment, cookieVersion] = (cookie ?? "").split("_");
  return {
    environment: one(ENVIRONMENT_CHOICES, search.env) ?? one(ENVIRONMENT_CHOICES, cookieEnvironment) ?? FIRST_PLACE.environment,
    version: one(VERSION_CHOICES, search.v) ?? one(VERSION_CHOICES, cookieVersion) ?? FIRST_PLACE.version,
  };
}

/** What the cookie holds: "staging_3.8". */
export function placeCookieValue(place: Place): string {
  return `${place.environment}_${place.version}`;
}

/** An address with the place in it; its other search parameters stay. */
export function withPlace(path: string, place: Place): string {
  const [bare = "", search = ""] = path.split("?");
  const parameters = new URLSearchParams(search);
  parameters.set("env", place.environment);
  parameters.set("v", place.version);
  return `${bare}?${parameters.toString()}`;
}

function one<T extends string>(choices: readonly T[], value: SearchValue): T | undefined {
  const text = typeof value === "string" ? value : value?.[0];
  return choices.find((choice) => choice === text);
}
