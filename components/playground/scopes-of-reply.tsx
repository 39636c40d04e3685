import { ScopeComparison } from "@/components/scopes/scope-comparison";
import type { Diagnosis } from "@/lib/diagnosis/model";
import { namedScope } from "@/lib/diagnosis/observe";
import type { RunHead } from "@/lib/playground/schema";
import { normaliseScopes } from "@/lib/scopes/model";
import type { ReplyFacts } from "./run-state";

const HOLDS: Record<RunHead["scopes"]["holds"], string> = {
  no: "The token does not hold what this call needs",
  unknown: "Whether the token holds what this call needs is not known",
  yes: "The token counts as holding what this call needs",
};

interface ScopesOfReplyProps {
  scopes: RunHead["scopes"];
  status: number | undefined;
  headers: ReplyFacts["headers"];
  /** What the server said; undefined when the reply needed no explanation. */
  words: Diagnosis["theirWords"] | undefined;
}

/** Needed, asked and granted beside a reply, where the token does not hold all, with the scope that a 403 names. */
export function ScopesOfReply({ scopes, status, headers, words }: ScopesOfReplyProps) {
  const name = status === 403 && words !== undefined ? namedScope({ reply: { headers }, words }) : undefined;
  return (
    <section aria-label="Scopes of this call">
      <h2 className="mb-2 text-sm font-semibold">
        {HOLDS[scopes.holds]}
      </h2>
      <ScopeComparison asked={scopes.asked} granted={scopes.granted ?? undefined} needed={scopes.needed} named={name === undefined ? [] : normaliseScopes(name)} />
    </section>
  );
}
