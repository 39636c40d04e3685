import type { Metadata } from "next";
import { PAGE_SIZE, RecordView } from "@/components/audit/record-view";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { auditView } from "@/lib/audit/schema";
import { choices, list } from "@/lib/audit/service";
import { requireScope } from "@/lib/auth/gate";
import { mayRole, rolesFor } from "@/lib/workspaces/model";

export const metadata: Metadata = { title: "Audit" };

interface AuditPageProps {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const scope = await requireScope((await params).workspace);
  const words = {
    title: "Audit",
    description: "Every change in this workspace: who made it, when, and what it was done to. No entry is ever edited or deleted while the workspace lives.",
  };
  if (!mayRole(scope.role, "audit.read")) {
    return <><PageHeader {...words} /><Notice title="This page is for other roles">{`Reading the audit trail takes the role ${rolesFor("audit.read").join(" or ")}. You are ${scope.role} here.`}</Notice></>;
  }
  const { before, ...filters } = auditView.parse(await searchParams);
  const [found, offered] = await Promise.all([list(scope, { ...filters, before, limit: PAGE_SIZE + 1 }), choices(scope)]);
  const slug = scope.workspaceSlug;
  return (
    <RecordView {...words} basePath={`/${slug}/audit`} apiPath={`/bff/workspaces/${slug}/audit`} name={slug} filters={filters} before={before} found={found} choices={offered}>
      Credentials, tokens, members and settings leave an entry here when they change.
    </RecordView>
  );
}
