import type { Metadata } from "next";
import { ErrorReference } from "@/components/errors/error-reference";
import { OwnErrors } from "@/components/errors/own-errors";
import { FairUseHere } from "@/components/simulator/fair-use-here";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { errorGroups } from "@/lib/playground/history/service";
import { referenceEntries } from "@/lib/diagnosis/reference";
import { REHEARSED_OPERATION_IDS } from "@/lib/rehearsals/model";
import { actionRefusal, mayRole, rolesFor } from "@/lib/workspaces/model";
import { readWorld } from "@/lib/worlds/service";

export const metadata: Metadata = { title: "Errors" };

interface ErrorsPageProps {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ErrorsPage({ params, searchParams }: ErrorsPageProps) {
  const { as } = await searchParams;
  const scope = await requireScope((await params).workspace, "run.read");
  const [groups, world] = await Promise.all([errorGroups(scope), readWorld(scope)]);
  const basePath = `/${scope.workspaceSlug}`;
  const refusal = mayRole(scope.role, "run.send") ? undefined : `Making an error happen takes the role ${rolesFor("run.send").join(", ")}.`;
  return (
    <>
      <PageHeader title="Errors" description="What each answer of the Distributor API means here, what to do about it, and how to see it happen without a live environment." />
      <section aria-labelledby="own-errors" className="mb-8">
        <h2 id="own-errors" className="mb-2 text-lg font-semibold">
          What went wrong here
        </h2>
        {groups.length > 0 ? (
          <OwnErrors groups={groups} basePath={basePath} />
        ) : (
          <p className="text-muted">No call of this workspace has gone wrong in the last 30 days. Below, every error can be made to happen.</p>
        )}
      </section>
      <ErrorReference slug={scope.workspaceSlug} entries={referenceEntries()} refusal={refusal} beginsAs={REHEARSED_OPERATION_IDS.find((id) => id === as)}>
        <FairUseHere slug={scope.workspaceSlug} initial={world} refusal={actionRefusal(scope, "simulator.control")} />
      </ErrorReference>
    </>
  );
}
