import type { ReactNode } from "react";
import { cn } from "./class-names";

export interface KeyValueRow {
  key: string;
  value: ReactNode;
}

export function KeyValue({ rows, className }: { rows: readonly KeyValueRow[]; className?: string }) {
  return (
    <dl className={cn("grid grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm", className)}>
      {rows.map((row) => (
        <div key={row.key} className="contents">
          <dt className="text-muted">{row.key}</dt>
          <dd className="min-w-0 break-words">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
