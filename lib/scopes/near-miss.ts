import { KNOWN_SCOPES, SCOPE_PREFIX, normaliseScopes, shortScope } from "./model";

/** Finds names that are easily taken for one another. It only ever warns: the documents themselves disagree. */

/** Edits (insert, delete, replace) from one text to the other; stops counting above `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** What is left of a name without host, case and the kind of separator: where most slips happen. */
function bare(scope: string): string {
  return scope
    .toLowerCase()
    .replace(/^[a-z]+:\/\/[^/]*\/(auth\/)?/, "")
    .replace(/^auth\//, "")
    .replace(/[./_:-]+/g, ".")
    .replace(/^\.|\.$/g, "");
}

const MAX_EDITS = 2;

/** Known scopes that differ from this one by a slip: number, separator, prefix, case, up to two letters. Nearest first. */
export function nearMisses(scope: string): string[] {
  const mine = bare(scope);
  return KNOWN_SCOPES.map((known) => ({ name: known.name, distance: editDistance(mine, bare(known.name), MAX_EDITS) }))
    .filter((entry) => entry.name !== scope && entry.distance <= MAX_EDITS)
    .sort((a, b) => a.distance - b.distance)
    .map((entry) => entry.name);
}

export interface NearMissWarning {
  readonly scope: string;
  readonly near: readonly string[];
  readonly message: string;
}

function sentence(scope: string, near: readonly string[]): string {
  const isKnown = KNOWN_SCOPES.some((known) => known.name === scope);
  const names = near.map((name) => (scope.startsWith(SCOPE_PREFIX) ? shortScope(name) : name)).join(" or ");
  return isKnown
    ? `The documents know both ${shortScope(scope)} and ${names}. Make sure that you mean this one.`
    : `${shortScope(scope)} is in no document. Did you mean ${names}?`;
}

/** One warning for each chosen scope whose look-alike is not chosen as well. */
export function nearMissWarnings(chosen: readonly string[]): NearMissWarning[] {
  const set = normaliseScopes(chosen);
  return set.flatMap((scope) => {
    const near = nearMisses(scope).filter((name) => !set.includes(name));
    return near.length === 0 ? [] : [{ scope, near, message: sentence(scope, near) }];
  });
}
