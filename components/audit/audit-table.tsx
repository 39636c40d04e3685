import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import { subjectText } from "./subject-text";

export interface AuditRow {
  id: string;
  /** ISO 8601. */
  at: string;
  actorId: string | null;
  actorName: string | null;
  action: string;
  subject: Record<string, unknown>;
  requestId: string | null;
  /** Its number in the chain; null when it stands outside. */
  sequence: number | null;
}

/** What changed, newest first. Its actions and people narrow the list. */
export function AuditTable({ rows, basePath }: { rows: readonly AuditRow[]; basePath: string }) {
  return (
    <Table label="Audit trail">
      <thead>
        <tr>
          <th scope="col">No.</th>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">Done to</th>
          <th scope="col">Request</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="text-xs text-muted tabular-nums">{row.sequence ?? <span className="font-semibold text-bad">none</span>}</td>
            <td className="whitespace-nowrap">
              <RelativeTime at={row.at} />
            </td>
            <td className="whitespace-nowrap">
              {row.actorId === null ? (
                <span className="text-muted">the console</span>
              ) : (
                <Link prefetch={false} href={`${basePath}?actor=${row.actorId}`} className="hover:underline">
                  {row.actorName ?? "somebody who left"}
                </Link>
              )}
            </td>
            <td className="whitespace-nowrap">
              <Link prefetch={false} href={`${basePath}?action=${encodeURIComponent(row.action)}`} className="font-mono text-xs hover:underline">
                {row.action}
              </Link>
            </td>
            <td className="min-w-64 text-xs break-words text-muted">{subjectText(row.subject)}</td>
            <td className="font-mono text-xs text-muted">{row.requestId === null ? "" : <span title={row.requestId}>{row.requestId.slice(0, 8)}</span>}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
