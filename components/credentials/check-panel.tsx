"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { CheckReport } from "@/lib/credentials/check-report";
import { CheckSteps } from "./check-steps";
import { CheckVerdict } from "./check-verdict";
import type { CheckState } from "./use-check";

interface CheckPanelProps {
  slug: string;
  state: CheckState;
  /** The last one that was kept, shown folded while nothing newer is there. */
  last: CheckReport | null;
  onStop: () => void;
}

/** The check of one credential: under way, just done, or the last one. */
export function CheckPanel({ slug, state, last, onStop }: CheckPanelProps) {
  return (
    <div aria-live="polite">
      {state.kind === "running" ? (
        <div className="mt-3 rounded-lg border border-line bg-sunken p-3">
          <div className="mb-2 flex items-center gap-2">
            <h4 className="flex-1 text-sm font-semibold">Checking…</h4>
            <Button size="sm" onClick={onStop}>
              Stop
            </Button>
          </div>
          <CheckSteps steps={state.progress.done} running={state.progress.running} />
        </div>
      ) : null}
      {state.kind === "done" ? (
        <div className="mt-3">
          <CheckVerdict slug={slug} report={state.report} live />
        </div>
      ) : null}
      {state.kind === "stopped" ? (
        <Notice className="mt-3" tone="info" title="The check was stopped" live>
          Nothing was changed. Check again when you like.
        </Notice>
      ) : null}
      {state.kind === "failed" ? <ProblemNotice className="mt-3" error={state.error} /> : null}
      {state.kind === "idle" && last !== null ? (
        <details className="group mt-3">
          <summary className="w-fit text-sm text-muted hover:text-ink">
            Last check: {last.title}, <RelativeTime at={last.checkedAt} />
          </summary>
          <div className="mt-3">
            <CheckVerdict slug={slug} report={last} />
          </div>
        </details>
      ) : null}
    </div>
  );
}
