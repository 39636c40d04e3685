import { MessageSquare } from "lucide-react";
import Link from "next/link";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { MethodBadge } from "@/components/ui/method-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import { operationIndex } from "@/lib/catalog/operation-index";
import type { RunRow } from "@/lib/playground/schema";
import { addressOf, type RunsNarrowing } from "@/lib/playground/narrowing";
import { RunResult } from "./run-result";

interface RunsTableProps {
  runs: readonly RunRow[];
  /** Address of the list; a run's own page is below it. */
  basePath: string;
  label?: string;
  /** Goes along to a run's page, so that the way back leads to the same list. */
  narrowing?: RunsNarrowing;
}

/** Runs, newest first. The operation opens the run; a name narrows the list to that person. */
export function RunsTable({ runs, basePath, label = "Runs", narrowing = {} }: RunsTableProps) {
  const operations = new Map(operationIndex().map((operation) => [operation.id, operation]));
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">Result</th>
          <th scope="col">Operation</th>
          <th scope="col">Environment</th>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col" className="text-right">
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => {
          const operation = operations.get(run.operationId);
          return (
            <tr key={run.id}>
              <td className="whitespace-nowrap">
                <RunResult status={run.status} failure={run.failure} />
              </td>
              <td className="min-w-56">
                <Link prefetch={false} href={addressOf(`${basePath}/${run.id}`, narrowing)} className="flex items-baseline gap-1 hover:underline">
                  {operation === undefined ? null : <MethodBadge method={operation.method} />}
                  <span className="font-medium">{operation?.summary ?? run.operationId}</span>
                  {run.comments === 0 ? null : (
                    <span className="inline-flex items-center gap-0.5 text-xs text-muted">
                      <MessageSquare aria-hidden className="size-3 self-center" />
                      {run.comments}
                      <span className="sr-only">{run.comments === 1 ? " comment" : " comments"}</span>
                    </span>
                  )}
                </Link>
                {run.meaning === null ? null : (
                  <p className="text-xs text-muted">
                    {run.meaning}
                    {run.errorCode === null ? null : <code className="ml-1.5">{run.errorCode}</code>}
                  </p>
                )}
                {run.replayOf === null ? null : (
                  <p className="text-xs text-muted">
                    repeats{" "}
                    <Link prefetch={false} href={`${basePath}/${run.replayOf}`} className="underline underline-offset-2">
                      an earlier run
                    </Link>
                  </p>
                )}
              </td>
              <td className="whitespace-nowrap">
                <EnvironmentBadge environment={run.environment} /> <span className="text-xs text-muted">v{run.apiVersion}</span>
              </td>
              <td className="whitespace-nowrap">
                <RelativeTime at={run.startedAt} />
              </td>
              <td className="whitespace-nowrap">
                {run.madeBy === null ? (
                  <span className="text-muted">the console</span>
                ) : (
                  <Link prefetch={false} href={`${basePath}?madeBy=${run.madeBy.id}`} className="hover:underline">
                    {run.madeBy.name}
                  </Link>
                )}
              </td>
              <td className="text-right whitespace-nowrap text-muted">{run.durationMs === null ? "" : `${Math.round(run.durationMs)} ms`}</td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
