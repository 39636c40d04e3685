import { PartyBadge } from "@/components/diagnosis/party-badge";
import { Badge } from "@/components/ui/badge";
import { KeyValue } from "@/components/ui/key-value";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Documented, ReferenceEntry } from "@/lib/diagnosis/reference";
import type { ReactNode } from "react";
import { entryName } from "./entry-name";

const WRITES: Record<ReferenceEntry["writesMay"], string> = {
  "nothing happened": "No: a change was not carried out.",
  "it happened": "Yes: a change was carried out.",
  unknown: "Possibly: a change may have been made. Find out before you repeat it.",
};

const DOCUMENTED: Partial<Record<Documented, string>> = {
  resources: "documented for resources, not for the token endpoint",
  "older versions": "listed up to version 3.5 only",
  "by class": "not documented one by one; explained by class",
};

/** One entry of the reference. `children` is where it can be made to happen. */
export function ReferenceCard({ entry, children }: { entry: ReferenceEntry; children?: ReactNode }) {
  const { subject, header } = entry;
  const sameForWrites = entry.retryWrites.why === entry.retryReads.why;
  return (
    <article id={entry.anchor} aria-labelledby={`${entry.anchor}-name`} className="scroll-mt-20 rounded-lg border border-line bg-surface p-4 target:border-accent">
      <header className="flex flex-wrap items-center gap-2">
        {subject.kind === "status" ? <StatusBadge status={subject.status} /> : null}
        <h3 id={`${entry.anchor}-name`} className="font-semibold">
          <a href={`#${entry.anchor}`} className="hover:underline">
            {subject.kind === "status" ? entry.name : entryName(entry)}
          </a>
        </h3>
        <PartyBadge party={entry.party} />
        {DOCUMENTED[entry.documented] === undefined ? null : <Badge tone="outline">{DOCUMENTED[entry.documented]}</Badge>}
      </header>
      <p className="mt-2 font-medium">{entry.title}</p>
      <p className="mt-1 max-w-prose text-pretty text-muted">{entry.meaning}</p>
      {entry.elsewhere.length === 0 ? null : (
        <details className="mt-2 max-w-prose text-sm">
          <summary className="text-accent">What it means for {entry.elsewhere.length === 1 ? "one kind" : `${entry.elsewhere.length} kinds`} of request in particular</summary>
          <dl className="mt-2 space-y-2 border-l-2 border-line pl-3">
            {entry.elsewhere.map(({ endpoint, meaning }) => (
              <div key={endpoint}>
                <dt className="font-medium">{endpoint}</dt>
                <dd className="text-muted">{meaning}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <KeyValue
        className="mt-3"
        rows={[
          { key: "Took effect?", value: WRITES[entry.writesMay] },
          { key: "What to do", value: <Steps steps={entry.advice} /> },
          { key: sameForWrites ? "Safe to repeat?" : "Repeat a read?", value: `${verdict(entry.retryReads.verdict)} ${entry.retryReads.why}` },
          ...(sameForWrites ? [] : [{ key: "Repeat a change?", value: `${verdict(entry.retryWrites.verdict)} ${entry.retryWrites.why}` }]),
          { key: "Who to ask", value: entry.ask },
          ...(header === undefined ? [] : [{ key: "Header", value: `${header.name} ${header.must ? "must" : "may"} come with it. ${header.purpose}` }]),
        ]}
      />
      {children}
    </article>
  );
}

function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ol className="list-decimal space-y-0.5 pl-4">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

function verdict(word: string): string {
  return word === "safe" ? "Yes." : `${word.charAt(0).toUpperCase()}${word.slice(1)}.`;
}
