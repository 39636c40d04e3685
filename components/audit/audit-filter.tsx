import { X } from "lucide-react";
import Link from "next/link";

interface AuditFilterProps {
  basePath: string;
  action?: string;
  /** The name of the person that the list is narrowed to. */
  actorName?: string;
}

/** What the list is narrowed to, and the way back. */
export function AuditFilter({ basePath, action, actorName }: AuditFilterProps) {
  const narrowed = action ?? actorName;
  if (narrowed === undefined) return <p className="mb-3 text-sm text-muted">Choose an action or a person in the list to see only those.</p>;
  return (
    <p className="mb-3 flex flex-wrap items-center gap-2 text-sm">
      Only {action === undefined ? "what" : <code className="rounded bg-hover px-1.5 text-xs">{action}</code>} {actorName === undefined ? "" : `${actorName} did`}
      <Link href={basePath} className="inline-flex items-center gap-1 rounded px-1 text-accent hover:underline">
        <X aria-hidden className="size-3.5" />
        Show everything
      </Link>
    </p>
  );
}
