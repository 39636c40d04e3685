import type { Metadata } from "next";
import { ErrorReference } from "@/components/errors/error-reference";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { referenceEntries } from "@/lib/diagnosis/reference";
import { mayRole, rolesFor } from "@/lib/workspaces/model";

export const metadata: Metadata = { title: "Errors" };

export default async function ErrorsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const scope = await requireScope((await params).workspace, "run.read");
  const refusal = mayRole(scope.role, "run.send") ? undefined : `Making an error happen takes the role ${rolesFor("run.send").join(", ")}.`;
  return (
    <>
      <PageHeader title="Errors" description="What each answer of the Distributor API means here, what to do about it, and how to see it happen without a live environment." />
      <ErrorReference slug={scope.workspaceSlug} entries={referenceEntries()} refusal={refusal} />
    </>
  );
}
