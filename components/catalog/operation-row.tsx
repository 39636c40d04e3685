import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { MethodBadge } from "@/components/ui/method-badge";
import type { OperationSummary } from "@/lib/catalog/model";
import { VersionMark } from "./version-mark";

export function OperationRow({ operation, href }: { operation: OperationSummary; href: string }) {
  return (
    <li>
      <Link
        href={href}
        className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        <MethodBadge method={operation.method} />
        <span className="min-w-0 font-mono text-xs wrap-anywhere sm:w-80">{operation.path}</span>
        <span className="min-w-40 flex-1">{operation.summary}</span>
        <span className="flex gap-1.5">
          {operation.upcoming ? <Badge tone="violet">announced</Badge> : null}
          <VersionMark versions={operation.versions} />
        </span>
      </Link>
    </li>
  );
}
