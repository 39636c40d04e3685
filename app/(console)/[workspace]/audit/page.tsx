import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { AuditFilter } from "@/components/audit/audit-filter";
import { AuditTable } from "@/components/audit/audit-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { list } from "@/lib/audit/service";
import { requireScope } from "@/lib/auth/gate";
import { mayRole, rolesFor } from "@/lib/workspaces/model";

export const metadata: Metadata = { title: "Audit" };

const PAGE_SIZE = 50;
const filter = z.object({ action: z.string().max(100).optional().catch(undefined), actor: z.uuid().optional().catch(undefined), before: z.uuid().optional().catch(undefined) });

interface AuditPageProps {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const scope = await requireScope((await params).workspace);
  const header = <PageHeader title="Audit" description="Every change in this workspace: who made it, when, and what it was done to. Entries are never edited or deleted." />;
  if (!mayRole(scope.role, "audit.read")) {
    return <>{header}<Notice title="This page is for other roles">{`Reading the audit trail takes the role ${rolesFor("audit.read").join(" or ")}. You are ${scope.role} here.`}</Notice></>;
  }
  const { action, actor, before } = filter.parse(await searchParams);
  const found = await list(scope, { action, actorId: actor, before, limit: PAGE_SIZE + 1 });
  const rows = found.slice(0, PAGE_SIZE).map((entry) => ({ ...entry, at: entry.at.toISOString() }));
  const basePath = `/${scope.workspaceSlug}/audit`;
  const next = new URLSearchParams({ ...(action && { action }), ...(actor && { actor }), before: rows.at(-1)?.id ?? "" });
  return (
    <>
      {header}
      <AuditFilter basePath={basePath} action={action} actorName={actor === undefined ? undefined : (rows[0]?.actorName ?? "this person")} />
      {rows.length > 0 ? (
        <AuditTable rows={rows} basePath={basePath} />
      ) : (
        <EmptyState icon={<ScrollText />} title="No entry here" action={<ButtonLink href={basePath}>Show everything</ButtonLink>}>
          Credentials, tokens, members and settings leave an entry here when they change.
        </EmptyState>
      )}
      <p className="mt-3 flex gap-3">
        {before === undefined ? null : <ButtonLink variant="secondary" href={basePath}>Newest</ButtonLink>}
        {found.length > PAGE_SIZE ? <ButtonLink variant="secondary" href={`${basePath}?${next}`}>Older entries</ButtonLink> : null}
      </p>
    </>
  );
}
