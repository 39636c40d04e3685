import { Badge, type BadgeTone } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Table } from "@/components/ui/table";
import { compareScopes, type ScopeComparison as Comparison, type ScopeRow, type ScopeVerdict } from "@/lib/scopes/compare";
import { shortScope } from "@/lib/scopes/model";

const VERDICTS: Record<ScopeVerdict, { tone: BadgeTone; word: string }> = {
  held: { tone: "good", word: "held" },
  refused: { tone: "bad", word: "not granted" },
  missing: { tone: "warn", word: "not asked for" },
  extra: { tone: "info", word: "granted in addition" },
  unknown: { tone: "outline", word: "not known" },
};

const GRANTED: Record<ScopeRow["granted"], string> = { yes: "yes", assumed: "as asked", no: "no", unknown: "not said" };

/**
 * Asked, granted and needed side by side, what needs attention first.
 *
 * @param named - the scopes that a refusal named; each is marked, and counts as needed where nothing else says so
 */
export function ScopeComparison({ named = [], ...comparison }: Comparison & { named?: readonly string[] }) {
  const rows = compareScopes({ ...comparison, needed: [...comparison.needed, ...named] });
  if (rows.length === 0) {
    return <EmptyState title="No scopes here">None was asked for, none was granted by name, and none is needed.</EmptyState>;
  }
  return (
    <Table label="Scopes asked for, granted and needed">
      <thead>
        <tr>
          <th scope="col">Scope</th>
          <th scope="col">Asked</th>
          <th scope="col">Granted</th>
          <th scope="col">Needed</th>
          <th scope="col">What it means</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.scope}>
            <th scope="row" className="font-mono text-xs font-normal wrap-anywhere" title={row.scope}>
              {shortScope(row.scope)}
            </th>
            <td>{row.asked ? "yes" : "no"}</td>
            <td>{GRANTED[row.granted]}</td>
            <td>{row.needed ? "yes" : "no"}</td>
            <td>
              <Badge tone={VERDICTS[row.verdict].tone}>{VERDICTS[row.verdict].word}</Badge>
              {named.includes(row.scope) ? (
                <Badge tone="bad" className="ml-1">
                  named by the refusal
                </Badge>
              ) : null}
              <span className="mt-0.5 block text-xs text-pretty text-muted">{row.note}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
