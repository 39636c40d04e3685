import type { ReactNode } from "react";
import Link from "next/link";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { MethodBadge } from "@/components/ui/method-badge";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RunDetail } from "@/lib/playground/schema";
import { RunResult } from "./run-result";

interface RunHeaderProps {
  run: RunDetail;
  summary: string;
  method: string | undefined;
  listPath: string;
  /** The list as it was narrowed when this run was opened. */
  backHref: string;
  actions: ReactNode;
}

/** What was sent where, by whom, and how it ended. */
export function RunHeader({ run, summary, method, listPath, backHref, actions }: RunHeaderProps) {
  return (
    <PageHeader
      title={
        <span className="flex flex-wrap items-baseline gap-x-2">
          {method === undefined ? null : <MethodBadge method={method} className="text-xs" />}
          {summary}
        </span>
      }
      description={
        <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <Link prefetch={false} href={backHref} className="text-accent underline underline-offset-2">
            Back to the list
          </Link>
          <RunResult status={run.status} failure={run.failure} />
          <EnvironmentBadge environment={run.environment} />
          <span>v{run.apiVersion}</span>
          <RelativeTime at={run.startedAt} />
          <span>by {run.madeBy?.name ?? "the console"}</span>
          {run.durationMs === null ? null : <span>in {Math.round(run.durationMs)} ms</span>}
          {run.replayOf === null ? null : (
            <Link prefetch={false} href={`${listPath}/${run.replayOf}`} className="text-accent underline underline-offset-2">
              repeats an earlier run
            </Link>
          )}
        </span>
      }
      actions={actions}
    />
  );
}
