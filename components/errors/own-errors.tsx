import Link from "next/link";
import { addressOf } from "@/lib/playground/narrowing";
import { MethodBadge } from "@/components/ui/method-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table } from "@/components/ui/table";
import { operationIndex } from "@/lib/catalog/operation-index";
import { findEntry } from "@/lib/diagnosis/find-entry";
import { MOST_COUNTED, type ErrorGroup } from "@/lib/playground/history/model";

/** What went wrong in this workspace, by operation and code; each line leads to its runs and to its explanation. */
export function OwnErrors({ groups, basePath }: { groups: readonly ErrorGroup[]; basePath: string }) {
  const operations = new Map(operationIndex().map((operation) => [operation.id, operation]));
  const counted = groups.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <Table label="Errors of this workspace">
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <th scope="col">Operation</th>
            <th scope="col">What it meant</th>
            <th scope="col" className="text-right">
              24 hours
            </th>
            <th scope="col" className="text-right">
              30 days
            </th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const operation = operations.get(group.operationId);
            const { operationId, failure, errorCode } = group;
            const answer = failure === null ? { status: group.status ?? undefined } : { failure };
            const runsHref = addressOf(`${basePath}/playground/runs`, { operationId, ...answer, ...(errorCode !== null && { errorCode }) });
            return (
              <tr key={`${group.operationId} ${group.status} ${group.failure} ${group.errorCode}`}>
                <td className="whitespace-nowrap">
                  <StatusBadge
                    status={group.failure === null ? (group.status ?? undefined) : undefined}
                    text={group.failure?.replace("console-", "")}
                  />
                  {group.errorCode === null ? null : <code className="ml-2 text-xs">{group.errorCode}</code>}
                </td>
                <td className="min-w-48">
                  <Link prefetch={false} href={runsHref} className="flex items-baseline gap-1 hover:underline">
                    {operation === undefined ? null : <MethodBadge method={operation.method} />}
                    {operation?.summary ?? group.operationId}
                  </Link>
                </td>
                <td className="min-w-48">
                  {group.title ?? ""}{" "}
                  <a
                    href={`#${group.failure === null ? findEntry(group.status ?? 0).reference : `failure-${group.failure}`}`}
                    className="text-xs text-accent underline underline-offset-2"
                  >
                    in the reference
                  </a>
                </td>
                <td className="text-right">{group.recentCount}</td>
                <td className="text-right">{group.count}</td>
                <td className="whitespace-nowrap">
                  <Link prefetch={false} href={`${basePath}/playground/runs/${group.lastRunId}`} className="hover:underline">
                    <RelativeTime at={group.lastAt} />
                  </Link>
                </td>
              </tr>
            );
          })}
        </tbody>
      </Table>
      {counted < MOST_COUNTED ? null : (
        <p className="mt-2 text-sm text-muted">
          Counted are the latest {MOST_COUNTED} calls that went wrong. There may be more of them in the history.
        </p>
      )}
    </>
  );
}
