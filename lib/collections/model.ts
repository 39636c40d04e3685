/** Facts and rules of saved requests and their collections. */

/** How many there may be: of collections in a workspace, of requests in a collection. */
export const MOST_COLLECTIONS = 100;
export const MOST_REQUESTS = 200;
/** Characters of a body that is saved; larger ones are data, not requests. */
export const LONGEST_SAVED_BODY = 200_000;
export const LONGEST_NAME = 120;
export const LONGEST_NOTE = 5_000;

/** The list with one entry at another place, counted from 0; a place behind the end is the end. */
export function moved(ids: readonly string[], id: string, place: number): string[] {
  const others = ids.filter((other) => other !== id);
  return [...others.slice(0, place), id, ...others.slice(place)];
}
