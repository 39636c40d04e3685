import { History } from "lucide-react";
import type { Metadata } from "next";
import { addressOf } from "@/lib/playground/narrowing";
import { NewRuns } from "@/components/runs/new-runs";
import { RunsFilter } from "@/components/runs/runs-filter";
import { RunsTable } from "@/components/runs/runs-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { whoMadeRuns } from "@/lib/playground/history/service";
import { runFilter } from "@/lib/playground/schema";
import { list } from "@/lib/playground/service";

export const metadata: Metadata = { title: "Runs" };

interface RunsPageProps {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RunsPage({ params, searchParams }: RunsPageProps) {
  const scope = await requireScope((await params).workspace, "run.read");
  const { filter, referenceIssue, reference } = readFilter(await searchParams);
  const { cursor, limit: _limit, ...narrowing } = filter;
  const [{ runs, next }, newest, people] = await Promise.all([list(scope, filter), list(scope, { limit: 1 }), whoMadeRuns(scope)]);
  const basePath = `/${scope.workspaceSlug}/playground/runs`;
  const isNarrowed = Object.keys(narrowing).length > 0;
  return (
    <>
      <PageHeader title="Runs" description="Every call that was made from this workspace: what was sent, what came back, what it means." />
      <RunsFilter
        basePath={basePath}
        narrowing={{ ...narrowing, reference: narrowing.reference ?? reference }}
        people={people.map(({ id, name }) => ({ id, name: id === scope.userId ? `${name} (you)` : name }))}
        referenceIssue={referenceIssue}
      />
      <NewRuns slug={scope.workspaceSlug} shownIds={runs.map(({ id }) => id)} newestAt={newest.runs[0]?.startedAt} href={addressOf(basePath, narrowing)} />
      {runs.length > 0 ? (
        <RunsTable runs={runs} basePath={basePath} narrowing={narrowing} />
      ) : isNarrowed ? (
        <EmptyState icon={<History />} title="No run is like this" action={<ButtonLink href={basePath}>Show all runs</ButtonLink>}>
          {narrowing.reference === undefined
            ? "Choose another result, status, operation, environment, person or time."
            : "A run is found by a reference that was sent or came back with it, while it is kept. Check that the reference is whole, or put a star behind its beginning."}
        </EmptyState>
      ) : (
        <EmptyState icon={<History />} title="Runs are kept here" action={<ButtonLink href={`/${scope.workspaceSlug}/playground`}>Send the first call</ButtonLink>}>
          Each call from the playground leaves its request, its reply and its explanation, for everybody in this workspace. Secrets and personal data are masked.
        </EmptyState>
      )}
      <p className="mt-3 flex gap-3">
        {cursor === undefined ? null : (
          <ButtonLink variant="secondary" href={addressOf(basePath, narrowing)}>
            Newest
          </ButtonLink>
        )}
        {next === null ? null : (
          <ButtonLink variant="secondary" href={addressOf(basePath, narrowing, { cursor: next })}>
            Older runs
          </ButtonLink>
        )}
      </p>
    </>
  );
}

/** What is no filter of ours (the place, a stale link) shows the whole list rather than a failure; what was typed is kept, with what is wrong. */
function readFilter(search: Record<string, string | string[] | undefined>) {
  const { env: _env, v: _version, ...asked } = search;
  const parsed = runFilter.safeParse(asked);
  if (parsed.success) return { filter: parsed.data };
  const issue = parsed.error.issues.find(({ path }) => path[0] === "reference");
  const { reference, ...rest } = asked;
  const others = runFilter.safeParse(rest);
  return { filter: others.success ? others.data : runFilter.parse({}), referenceIssue: issue?.message, reference: issue && typeof reference === "string" ? reference : undefined };
}
