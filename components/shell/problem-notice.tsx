"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { CallFailed } from "@/lib/http/client";
import { ProductionButton } from "./production-button";
import { StepUpButton } from "./step-up-button";

interface ProblemNoticeProps {
  /** What callApi threw. */
  error: unknown;
  onRetry?: () => void;
  className?: string;
}

/** A failure of the console itself, in its own words: what happened, the reference, what to do. */
export function ProblemNotice({ error, onRetry, className }: ProblemNoticeProps) {
  const problem = error instanceof CallFailed ? error.problem : undefined;
  const detail =
    error instanceof CallFailed ? error.message : "The page met something that it did not expect. Reload it; what was saved is safe.";
  return (
    <Notice
      tone="error"
      title={problem?.title ?? "The console could not do this"}
      className={className}
      action={
        problem?.code === "session.stale" ? (
          <StepUpButton onFresh={onRetry} />
        ) : problem?.code === "environment.locked" ? (
          <ProductionButton onOpened={onRetry} />
        ) : onRetry === undefined ? undefined : (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <p>{detail}</p>
      {problem?.issues === undefined ? null : (
        <ul className="mt-1 list-disc pl-4">
          {problem.issues.map((issue) => (
            <li key={`${issue.path} ${issue.message}`}>
              {issue.path === "" ? null : <code className="text-xs">{issue.path}</code>} {issue.message}
            </li>
          ))}
        </ul>
      )}
      {problem === undefined ? null : (
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-xs">
          <code>{problem.code}</code>
          <span>
            request <code className="select-all">{problem.requestId}</code>
          </span>
          <CopyButton text={problem.requestId} label="Copy request id" />
        </p>
      )}
    </Notice>
  );
}
