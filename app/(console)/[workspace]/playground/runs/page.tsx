import { History } from "lucide-react";
import type { Metadata } from "next";
import { RunsFilter } from "@/components/runs/runs-filter";
import { RunsTable } from "@/components/runs/runs-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { runFilter } from "@/lib/playground/schema";
import { list } from "@/lib/playground/service";

export const metadata: Metadata = { title: "Runs" };

interface RunsPageProps {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RunsPage({ params, searchParams }: RunsPageProps) {
  const scope = await requireScope((await params).workspace, "run.read");
  // What is no filter of ours (the place, a stale link) shows the whole list rather than a failure.
  const { env: _env, v: _version, ...asked } = await searchParams;
  const parsed = runFilter.safeParse(asked);
  const { cursor, limit: _limit, errors: _errors, ...narrowing } = parsed.success ? parsed.data : runFilter.parse({});
  const { runs, next } = await list(scope, parsed.success ? parsed.data : runFilter.parse({}));
  const basePath = `/${scope.workspaceSlug}/playground/runs`;
  const isNarrowed = Object.keys(narrowing).length > 0;
  const madeByName = narrowing.madeBy === undefined ? undefined : runs[0]?.madeBy?.name;
  return (
    <>
      <PageHeader title="Runs" description="Every call that was made from this workspace: what was sent, what came back, what it means." />
      <RunsFilter basePath={basePath} narrowing={narrowing} madeByName={madeByName} />
      {runs.length > 0 ? (
        <RunsTable runs={runs} basePath={basePath} />
      ) : isNarrowed ? (
        <EmptyState icon={<History />} title="No run is like this" action={<ButtonLink href={basePath}>Show all runs</ButtonLink>}>
          Choose another result, operation or environment.
        </EmptyState>
      ) : (
        <EmptyState icon={<History />} title="Runs are kept here" action={<ButtonLink href={`/${scope.workspaceSlug}/playground`}>Send the first call</ButtonLink>}>
          Each call from the playground leaves its request, its reply and its explanation, for everybody in this workspace. Secrets and personal data are masked.
        </EmptyState>
      )}
      <p className="mt-3 flex gap-3">
        {cursor === undefined ? null : (
          <ButtonLink variant="secondary" href={`${basePath}?${new URLSearchParams(narrowing)}`}>
            Newest
          </ButtonLink>
        )}
        {next === null ? null : (
          <ButtonLink variant="secondary" href={`${basePath}?${new URLSearchParams({ ...narrowing, cursor: next })}`}>
            Older runs
          </ButtonLink>
        )}
      </p>
    </>
  );
}
