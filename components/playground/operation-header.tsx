import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { MethodBadge } from "@/components/ui/method-badge";
import type { Operation } from "@/lib/catalog/model";

export function OperationHeader({ operation, version, actions }: { operation: Operation; version: string; actions: ReactNode }) {
  const isKnown = operation.versions.some((known) => known === version);
  return (
    <header className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h1 className="text-lg font-semibold tracking-tight">{operation.summary}</h1>
        {operation.upcoming ? (
          <Badge tone="violet" title="The documents announce it; it may not be there yet.">
            upcoming
          </Badge>
        ) : null}
        {operation.inferredWhat === undefined ? null : (
          <Badge tone="outline" title={`Inferred: ${operation.inferredWhat}`}>
            inferred
          </Badge>
        )}
        {isKnown ? null : <Badge tone="warn">not in v{version}</Badge>}
        <span className="ml-auto flex items-center gap-1">{actions}</span>
      </div>
      <p className="mt-0.5 flex min-w-0 items-center gap-1">
        <MethodBadge method={operation.method} inline />
        <code className="min-w-0 text-xs break-all text-muted">{operation.path}</code>
        <CopyButton text={operation.path} label="Copy path" />
      </p>
      {operation.description === "" ? null : <p className="mt-1 max-w-prose text-sm text-pretty text-muted">{operation.description}</p>}
      {operation.inferredWhat === undefined ? null : (
        <p className="mt-1 text-xs text-muted">Inferred, not documented: {operation.inferredWhat}.</p>
      )}
      <details className="mt-1 max-w-prose text-xs text-muted">
        <summary className="cursor-pointer">In the simulator</summary>
        <ul className="mt-1 list-disc space-y-1 pl-4 wrap-anywhere">
          {operation.simulated.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </header>
  );
}
