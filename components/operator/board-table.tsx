import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import { dayWords } from "@/components/ui/time-words";
import { STAGES, type BoardRow } from "@/lib/operator/board/schema";
import { PartnerMenu } from "./partner-menu";
import { rateWords, spanWords, STAGE_WORDS } from "./words";

const INVITATION_WORDS = { open: "invitation open", expired: "invitation expired", withdrawn: "invitation withdrawn" } as const;

/** A line for each partner: when it reached each stage, how fast, and how it is doing. */
export function BoardTable({ rows }: { rows: readonly BoardRow[] }) {
  return (
    <Table label="Partners by stage">
      <thead>
        <tr>
          <th scope="col">Partner</th>
          <th scope="col">Stage</th>
          {STAGES.map((stage) => (
            <th key={stage} scope="col">
              {STAGE_WORDS[stage].column}
            </th>
          ))}
          <th scope="col" title="From the creation of the workspace">
            Time to first 200
          </th>
          <th scope="col">Errors, 7 days</th>
          <th scope="col">Last activity</th>
          <th scope="col" className="relative">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.partner}>
            <th scope="row" className="max-w-72 min-w-48 font-normal!">
              <span className="block font-medium break-words">{row.name}</span>
              <span className="block text-xs break-words text-muted">{row.contactEmail ?? `/${row.slug}`}</span>
              {row.note === "" ? null : <span className="block text-xs break-words text-muted">{row.note}</span>}
            </th>
            <td>
              <Badge tone={row.stage === "certified" || row.stage === "booking" || row.stage === "good" ? "good" : row.stage === "invited" ? "neutral" : "info"}>{STAGE_WORDS[row.stage].name}</Badge>
              {row.invitation === null ? null : (
                <span className={`mt-0.5 block text-xs whitespace-nowrap ${row.invitation === "open" ? "text-muted" : "text-warn"}`}>{INVITATION_WORDS[row.invitation]}</span>
              )}
            </td>
            {STAGES.map((stage) => (
              <td key={stage} className="whitespace-nowrap text-muted">
                {stage === "certified" ? <Day on={row.reached.certified} words={row.certifiedFor} /> : <Moment at={row.reached[stage]} />}
              </td>
            ))}
            <td className="whitespace-nowrap tabular-nums">{row.secondsToGood === null ? <None /> : spanWords(row.secondsToGood)}</td>
            <td className="whitespace-nowrap tabular-nums">
              {row.calls === 0 ? (
                <None />
              ) : (
                <>
                  {rateWords(row.errors, row.calls)}{" "}
                  <span className="text-xs text-muted">
                    of {row.calls.toLocaleString("en")} {row.calls === 1 ? "call" : "calls"}
                  </span>
                </>
              )}
            </td>
            <td className="whitespace-nowrap text-muted">
              <Moment at={row.lastActivityAt} />
            </td>
            <td className="text-right"><PartnerMenu row={row} /></td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Moment({ at }: { at: string | null }) {
  return at === null ? <None /> : <RelativeTime at={at} />;
}

function Day({ on, words }: { on: string | null; words: string }) {
  if (on === null) return <None />;
  return (
    <>
      <time dateTime={on}>{dayWords(on)}</time>
      {words === "" ? null : <span className="block max-w-56 min-w-40 text-xs break-words whitespace-normal">{words}</span>}
    </>
  );
}

function None() {
  return (
    <>
      <span aria-hidden>–</span>
      <span className="sr-only">not yet</span>
    </>
  );
}
