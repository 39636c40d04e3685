import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { AuditFilterForm } from "@/components/audit/audit-filter-form";
import { AuditTable } from "@/components/audit/audit-table";
import { ChainCheck } from "@/components/audit/chain-check";
import { ExportMenu } from "@/components/audit/export-menu";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { choices, list } from "@/lib/audit/service";
import { requireScope } from "@/lib/auth/gate";
import { mayRole, rolesFor } from "@/lib/workspaces/model";

export const metadata: Metadata = { title: "Audit" };

const PAGE_SIZE = 50;
/** Whatever stands in the address: what cannot be read is left out, an emptied field too. */
const day = z.iso.date().optional().catch(undefined);
const view = z.object({
  action: z.string().min(1).max(100).optional().catch(undefined),
  actor: z.uuid().optional().catch(undefined),
  from: day,
  to: day,
  before: z.uuid().optional().catch(undefined),
});

interface AuditPageProps {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const scope = await requireScope((await params).workspace);
  const description = "Every change in this workspace: who made it, when, and what it was done to. Entries are never edited or deleted.";
  if (!mayRole(scope.role, "audit.read")) {
    return <><PageHeader title="Audit" description={description} /><Notice title="This page is for other roles">{`Reading the audit trail takes the role ${rolesFor("audit.read").join(" or ")}. You are ${scope.role} here.`}</Notice></>;
  }
  const { before, ...filters } = view.parse(await searchParams);
  const [found, offered] = await Promise.all([list(scope, { ...filters, before, limit: PAGE_SIZE + 1 }), choices(scope)]);
  const rows = found.slice(0, PAGE_SIZE).map((entry) => ({ ...entry, at: entry.at.toISOString() }));
  const basePath = `/${scope.workspaceSlug}/audit`;
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
  const older = new URLSearchParams({ ...given, before: rows.at(-1)?.id ?? "" });
  return (
    <>
      <PageHeader title="Audit" description={description} actions={<ExportMenu slug={scope.workspaceSlug} filters={filters} />} />
      <AuditFilterForm key={JSON.stringify(filters)} basePath={basePath} filters={filters} choices={offered} />
      {rows.length > 0 ? (
        <AuditTable rows={rows} basePath={basePath} />
      ) : (
        <EmptyState icon={<ScrollText />} title="No entry here" action={<ButtonLink href={basePath}>Show everything</ButtonLink>}>
          Credentials, tokens, members and settings leave an entry here when they change.
        </EmptyState>
      )}
      <p className="mt-3 flex gap-3">
        {before === undefined ? null : <ButtonLink variant="secondary" href={`${basePath}?${new URLSearchParams(given)}`}>Newest</ButtonLink>}
        {found.length > PAGE_SIZE ? <ButtonLink variant="secondary" href={`${basePath}?${older}`}>Older entries</ButtonLink> : null}
      </p>
      <ChainCheck slug={scope.workspaceSlug} />
    </>
  );
}
