import type { Metadata } from "next";
import { OnboardingChecklist } from "@/components/overview/onboarding-checklist";
import { TokenHealth } from "@/components/overview/token-health";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { readOverview } from "@/lib/overview/service";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ params }: { params: Promise<{ workspace: string }> }) {
  const scope = await requireScope((await params).workspace, "workspace.read");
  const { steps, liveTokens } = await readOverview(scope);
  const basePath = `/${scope.workspaceSlug}`;
  return (
    <>
      <PageHeader title="Overview" description="Where this workspace stands with the Distributor API." />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <OnboardingChecklist steps={steps} basePath={basePath} />
        <TokenHealth tokens={liveTokens} basePath={basePath} />
      </div>
    </>
  );
}
