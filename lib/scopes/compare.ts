import { normaliseScopes, shortScope } from "./model";

/** Asked, granted and needed side by side. */

export interface ScopeComparison {
  readonly asked: readonly string[];
  /** As the reply stated it; undefined when it had no `scope` member. */
  readonly granted: readonly string[] | undefined;
  readonly needed: readonly string[];
}

/**
 * - held: granted, and needed or asked
 * - refused: asked, not granted
 * - missing: needed, not granted
 * - extra: granted without being asked or needed
 * - unknown: none was asked and the reply does not say what was granted
 */
export type ScopeVerdict = "held" | "refused" | "missing" | "extra" | "unknown";

export interface ScopeRow {
  readonly scope: string;
  readonly asked: boolean;
  /** "assumed": the reply named no scope, so what was asked counts as granted. */
  readonly granted: "yes" | "assumed" | "no" | "unknown";
  readonly needed: boolean;
  readonly verdict: ScopeVerdict;
  /** One sentence for a person. */
  readonly note: string;
}

// RFC 6749 §5.1: `scope` may be left out when it is what the client asked for.
function grantedState(scope: string, asked: readonly string[], granted: readonly string[] | undefined): ScopeRow["granted"] {
  if (granted !== undefined) return granted.includes(scope) ? "yes" : "no";
  if (asked.length === 0) return "unknown";
  return asked.includes(scope) ? "assumed" : "no";
}

function verdictOf(row: Pick<ScopeRow, "asked" | "granted" | "needed">): ScopeVerdict {
  if (row.granted === "unknown") return "unknown";
  if (row.granted === "no") return row.asked ? "refused" : "missing";
  return row.asked || row.needed ? "held" : "extra";
}

function noteOf(scope: string, row: Pick<ScopeRow, "asked" | "granted" | "needed">, verdict: ScopeVerdict): string {
  const name = shortScope(scope);
  switch (verdict) {
    case "held":
      return row.granted === "assumed"
        ? `${name} counts as granted: the reply named no scope, so it equals what was asked.`
        : `${name} was granted.`;
    case "refused":
      return row.needed ? `${name} was asked for and not granted, and it is needed.` : `${name} was asked for and not granted.`;
    case "missing":
      return `${name} is needed, but the token was not asked to have it.`;
    case "extra":
      return `${name} was granted without being asked for.`;
    case "unknown":
      return `No scope was asked for and the reply does not name one, so nobody can tell whether ${name} is held. Send the call to find out.`;
  }
}

const ORDER: readonly ScopeVerdict[] = ["refused", "missing", "unknown", "held", "extra"];

/** One row for each scope that is in any of the three, what needs attention first. */
export function compareScopes(comparison: ScopeComparison): ScopeRow[] {
  const asked = normaliseScopes(comparison.asked);
  const granted = comparison.granted === undefined ? undefined : normaliseScopes(comparison.granted);
  const needed = normaliseScopes(comparison.needed);
  const all = normaliseScopes([...needed, ...asked, ...(granted ?? [])]);
  return all
    .map((scope): ScopeRow => {
      const facts = { asked: asked.includes(scope), granted: grantedState(scope, asked, granted), needed: needed.includes(scope) };
      const verdict = verdictOf(facts);
      return { scope, ...facts, verdict, note: noteOf(scope, facts, verdict) };
    })
    .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}

/** Whether a token has what a call needs: "yes", "no", or "unknown" when the reply did not say. */
export function holdsNeeded(comparison: ScopeComparison): "yes" | "no" | "unknown" {
  const rows = compareScopes(comparison).filter((row) => row.needed);
  if (rows.some((row) => row.granted === "no")) return "no";
  return rows.some((row) => row.granted === "unknown") ? "unknown" : "yes";
}
