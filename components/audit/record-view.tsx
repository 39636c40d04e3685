import { ScrollText } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { AuditChoices, AuditEntry, AuditFilters } from "@/lib/audit/model";
import { AuditFilterForm } from "./audit-filter-form";
import { AuditTable } from "./audit-table";
import { ChainCheck } from "./chain-check";
import { ExportMenu } from "./export-menu";

/** Entries on a page; one more is read, to know whether there are older ones. */
export const PAGE_SIZE = 50;

interface RecordViewProps {
  title: string;
  description: string;
  /** The page's own address, and that of the record below /api. */
  basePath: string;
  apiPath: string;
  /** In the names of files. */
  name: string;
  filters: AuditFilters;
  /** Where a page that is not the newest begins. */
  before: string | undefined;
  found: readonly AuditEntry[];
  choices: AuditChoices;
  /** What leaves an entry, for a record that has none. */
  children: ReactNode;
}

/** A record: what is in it, narrowed, as a file, and whether it is whole. */
export function RecordView({ title, description, basePath, apiPath, name, filters, before, found, choices, children }: RecordViewProps) {
  const rows = found.slice(0, PAGE_SIZE).map((entry) => ({ ...entry, at: entry.at.toISOString() }));
  const given = Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  const older = new URLSearchParams({ ...given, before: rows.at(-1)?.id ?? "" });
  return (
    <>
      <PageHeader title={title} description={description} actions={<ExportMenu path={apiPath} name={name} filters={filters} />} />
      <AuditFilterForm key={JSON.stringify(filters)} basePath={basePath} filters={filters} choices={choices} />
      {rows.length > 0 ? (
        <AuditTable rows={rows} basePath={basePath} />
      ) : (
        <EmptyState icon={<ScrollText />} title="No entry here" action={<ButtonLink href={basePath}>Show everything</ButtonLink>}>
          {children}
        </EmptyState>
      )}
      <p className="mt-3 flex gap-3">
        {before === undefined ? null : <ButtonLink variant="secondary" href={`${basePath}?${new URLSearchParams(given)}`}>Newest</ButtonLink>}
        {found.length > PAGE_SIZE ? <ButtonLink variant="secondary" href={`${basePath}?${older}`}>Older entries</ButtonLink> : null}
      </p>
      <ChainCheck path={apiPath} name={name} />
    </>
  );
}
