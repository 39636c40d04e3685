"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { MethodBadge } from "@/components/ui/method-badge";
import { operationIndex } from "@/lib/catalog/operation-index";
import type { OperationSummary } from "@/lib/catalog/model";

interface OperationListProps {
  currentId: string;
  version: string;
  hrefOf: (operationId: string) => string;
  onGo?: () => void;
}

/** Every operation by group. All words of the filter must be in its name, path, group or scopes. */
export function OperationList({ currentId, version, hrefOf, onGo }: OperationListProps) {
  const [filter, setFilter] = useState("");
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = operationIndex().filter((operation) => words.every((word) => searchText(operation).includes(word)));
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="p-2">
        <label className="flex h-8 items-center gap-2 rounded-md border border-edge/70 bg-surface px-2 focus-within:border-accent">
          <Search aria-hidden className="size-3.5 shrink-0 text-muted" />
          <span className="sr-only">Filter operations</span>
          <input
            data-page-search
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            placeholder="Filter operations"
            spellCheck={false}
            className="w-full min-w-0 bg-transparent text-sm outline-none"
          />
        </label>
      </div>
      <nav aria-label="Operations" className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {groups.map((group) => (
          <section key={group} aria-label={group} className="mb-2">
            <h2 className="sticky top-0 bg-sunken px-2 py-1 text-xs font-medium text-muted">{group}</h2>
            <ul>
              {found
                .filter((operation) => operation.group === group)
                .map((operation) => (
                  <li key={operation.id}>
                    <Link
                      href={hrefOf(operation.id)}
                      prefetch={false}
                      scroll={false}
                      onClick={onGo}
                      aria-current={operation.id === currentId ? "page" : undefined}
                      title={`${operation.method} ${operation.path}`}
                      className="flex min-h-7 items-center gap-1.5 rounded-md px-2 py-1 text-sm text-muted transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-selected aria-[current=page]:text-ink"
                    >
                      <MethodBadge method={operation.method} />
                      <span className="min-w-0 flex-1 truncate">{operation.summary}</span>
                      {operation.upcoming ? <Badge tone="violet">upcoming</Badge> : null}
                      {operation.versions.some((known) => known === version) ? null : <Badge tone="warn">not in v{version}</Badge>}
                    </Link>
                  </li>
                ))}
            </ul>
          </section>
        ))}
        {found.length === 0 ? (
          <p className="px-2 py-4 text-sm text-muted">No operation fits. Try a part of its path, such as orders.</p>
        ) : null}
      </nav>
    </div>
  );
}

function searchText({ id, method, path, group, summary, scopes }: OperationSummary): string {
  return [id, method, path, group, summary, ...scopes].join(" ").toLowerCase();
}
