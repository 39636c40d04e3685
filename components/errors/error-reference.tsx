"use client";

import { useState, type ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ReferenceEntry } from "@/lib/diagnosis/reference";
import { isRehearsed, REHEARSED_OPERATIONS, type RehearsedOperation } from "@/lib/rehearsals/model";
import { answersSearch, entryName } from "./entry-name";
import { ReferenceCard } from "./reference-card";
import { MakeItARule } from "./make-it-a-rule";
import { SeeItHappen } from "./see-it-happen";
import { SpoiledAnswers, spoiledFor } from "./spoiled-answers";

interface ErrorReferenceProps {
  slug: string;
  entries: readonly ReferenceEntry[];
  /** Why this person cannot rehearse; undefined when they can. */
  refusal?: string;
  /** What a link wants to see fail. */
  beginsAs?: RehearsedOperation;
  /** Comes after the last entry. */
  children?: ReactNode;
}

const GROUPS: readonly { kind: ReferenceEntry["subject"]["kind"]; title: string }[] = [
  { kind: "status", title: "Statuses" },
  { kind: "class", title: "Everything else, by class" },
  { kind: "failure", title: "When no complete reply comes" },
];

export function ErrorReference({ slug, entries, refusal, beginsAs = "getProducts", children }: ErrorReferenceProps) {
  const [search, setSearch] = useState("");
  const [operationId, setOperationId] = useState<RehearsedOperation>(beginsAs);
  const shown = entries.filter((entry) => answersSearch(entry, search));
  const spoiled = spoiledFor(search);
  const [count, all] = [shown.length + spoiled.length, entries.length + spoiledFor("").length];
  return (
    <div>
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <Field label="Search the reference" className="w-full sm:w-64">
          <Input type="search" data-page-search="" placeholder="429, timeout, voucher …" value={search} onChange={(event) => setSearch(event.target.value)} />
        </Field>
        <Field label="Make it happen" className="w-full sm:w-56">
          <Select value={operationId} onChange={(event) => setOperationId(REHEARSED_OPERATIONS.find(({ id }) => id === event.target.value)?.id ?? "getProducts")}>
            {REHEARSED_OPERATIONS.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <p className="pb-1.5 text-sm text-muted" role="status">
          {count === all ? `${all} entries` : `${count} of ${all} entries`}
        </p>
      </div>
      {refusal === undefined ? null : <p className="mb-4 text-sm text-muted">{refusal}</p>}
      {count > 0 ? null : (
        <EmptyState title="No entry has all of these words" action={<Button onClick={() => setSearch("")}>Show all entries</Button>}>
          Search for a status such as 504, for a word such as scope, or for the server&apos;s own code in the list of your errors.
        </EmptyState>
      )}
      <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
        <nav aria-label="Entries of the reference" className="hidden max-h-[calc(100dvh-6rem)] overflow-y-auto text-sm lg:sticky lg:top-20 lg:block lg:self-start">
          <ul className="space-y-0.5">
            {shown.map((entry) => (
              <li key={entry.anchor}>
                <a href={`#${entry.anchor}`} className="block truncate rounded px-2 py-1 text-muted hover:bg-hover hover:text-ink">
                  {entryName(entry)}
                </a>
              </li>
            ))}
            {spoiled.map(({ reference, name }) => (
              <li key={reference}>
                <a href={`#${reference}`} className="block truncate rounded px-2 py-1 text-muted hover:bg-hover hover:text-ink">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-w-0 space-y-8">
          {GROUPS.map(({ kind, title }) => {
            const members = shown.filter((entry) => entry.subject.kind === kind);
            if (members.length === 0) return null;
            return (
              <section key={kind} aria-label={title} className="space-y-3">
                <h2 className="text-lg font-semibold">{title}</h2>
                {members.map((entry) => (
                  <ReferenceCard key={entry.anchor} entry={entry}>
                    {refusal === undefined && isRehearsed(entry.anchor) ? (
                      <>
                        <SeeItHappen slug={slug} name={entryName(entry)} input={{ reference: entry.anchor, operationId }} />
                        <MakeItARule slug={slug} reference={entry.anchor} />
                      </>
                    ) : null}
                  </ReferenceCard>
                ))}
              </section>
            );
          })}
          <SpoiledAnswers slug={slug} answers={spoiled} operationId={operationId} mayRehearse={refusal === undefined} />
          {children}
        </div>
      </div>
    </div>
  );
}
