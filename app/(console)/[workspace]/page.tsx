import type { Metadata } from "next";
import { OnboardingChecklist } from "@/components/overview/onboarding-checklist";
import { TokenHealth } from "@/components/overview/token-health";
import { NewRuns } from "@/components/runs/new-runs";
import { RunsTable } from "@/components/runs/runs-table";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { readOverview } from "@/lib/overview/service";
import { list } from "@/lib/playground/service";

export const metadata: Metadata = { title: "Overview" };

const LAST_RUNS = 10;

export default async function OverviewPage({ params }: { params: Promise<{ workspace: string }> }) {
  const scope = await requireScope((await params).workspace, "workspace.read");
  const [{ steps, certified, liveTokens }, { runs }] = await Promise.all([readOverview(scope), list(scope, { limit: LAST_RUNS })]);
  const basePath = `/${scope.workspaceSlug}`;
  return (
    <>
      <PageHeader title="Overview" description="Where this workspace stands with the Distributor API." />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <OnboardingChecklist steps={steps} certified={certified} basePath={basePath} />
        <TokenHealth tokens={liveTokens} basePath={basePath} />
      </div>
      <div className="mt-6">
        <NewRuns slug={scope.workspaceSlug} shownIds={runs.map(({ id }) => id)} newestAt={runs[0]?.startedAt} href={basePath} />
      </div>
      {runs.length === 0 ? null : (
        <div>
          <div className="mb-2 flex items-center justify-between">
            <h2 className="text-lg font-semibold">
              Last runs
            </h2>
            <ButtonLink href={`${basePath}/playground/runs`} variant="ghost" size="sm">
              All runs
            </ButtonLink>
          </div>
          <RunsTable runs={runs} basePath={`${basePath}/playground/runs`} label="Last runs" />
        </div>
      )}
    </>
  );
}
