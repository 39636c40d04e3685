"use client";

import { Pencil, RotateCw } from "lucide-react";
import Link from "next/link";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useRecentRuns } from "@/components/shell/recent-runs";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import { operationIndex } from "@/lib/catalog/operation-index";
import type { RunRow } from "@/lib/playground/schema";
import { durationWords } from "./sizes";

interface RunHistoryProps {
  slug: string;
  currentRunId: string | undefined;
  hrefOf: (run: RunRow) => string;
  canSend: boolean;
  onReplay: (run: RunRow) => void;
}

/** The last runs of everybody in the workspace. */
export function RunHistory({ slug, currentRunId, hrefOf, canSend, onReplay }: RunHistoryProps) {
  const { data, error, refetch } = useRecentRuns(slug);
  return (
    <section aria-labelledby="recent-runs" className="border-t border-line">
      <header className="flex items-center justify-between px-4 py-2">
        <h2 id="recent-runs" className="text-sm font-semibold">
          Recent runs
        </h2>
        <Link href={`/${slug}/playground/runs`} prefetch={false} className="text-xs text-accent underline-offset-4 hover:underline">
          All runs
        </Link>
      </header>
      {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} className="mx-4 mb-3" />}
      {data === undefined && error === null ? <Skeleton className="mx-4 mb-3 h-16" /> : null}
      {data?.runs.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-muted">
          Nothing was sent yet. The first run you send is kept here, ready to be opened, edited and sent again.
        </p>
      ) : null}
      <ul className="divide-y divide-line xl:max-h-40 xl:overflow-y-auto">
        {data?.runs.map((run) => (
          <li
            key={run.id}
            aria-current={run.id === currentRunId ? "true" : undefined}
            className="flex items-center gap-3 px-4 py-1.5 text-sm hover:bg-sunken aria-[current=true]:bg-selected"
          >
            <StatusBadge status={run.status ?? undefined} text={run.failure ?? undefined} />
            <Link href={hrefOf(run)} prefetch={false} className="min-w-0 flex-1 truncate hover:underline">
              {summaryOf(run.operationId)}
              {run.meaning === null ? null : <span className="text-muted"> · {run.meaning}</span>}
            </Link>
            <EnvironmentBadge environment={run.environment} className="hidden md:inline-flex" />
            <span className="hidden w-16 text-right text-xs text-muted md:inline">
              {run.durationMs === null ? "" : durationWords(run.durationMs)}
            </span>
            <RelativeTime at={run.startedAt} className="hidden w-28 text-right text-xs whitespace-nowrap text-muted sm:inline" />
            <span className="flex">
              <ButtonLink
                href={hrefOf(run)}
                prefetch={false}
                variant="ghost"
                size="icon-sm"
                aria-label={`Open and edit ${summaryOf(run.operationId)}`}
                title="Open and edit"
              >
                <Pencil aria-hidden />
              </ButtonLink>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Send ${summaryOf(run.operationId)} again`}
                title="Send it again as it was"
                disabled={!canSend}
                onClick={() => onReplay(run)}
              >
                <RotateCw aria-hidden />
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function summaryOf(operationId: string): string {
  return operationIndex().find(({ id }) => id === operationId)?.summary ?? operationId;
}
