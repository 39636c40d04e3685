"use client";

import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { operationsByGroup } from "@/lib/catalog/operation-index";
import type { OperationSummary } from "@/lib/catalog/model";
import { OperationRow } from "./operation-row";

function matches(operation: OperationSummary, words: readonly string[]): boolean {
  const text =
    `${operation.method} ${operation.path} ${operation.id} ${operation.summary} ${operation.group} ${operation.scopes.join(" ")}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** All operations by group, narrowed by words. */
export function CatalogBrowser({ basePath }: { basePath: string }) {
  const [search, setSearch] = useState("");
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = operationsByGroup()
    .map(({ group, operations }) => ({ group, operations: operations.filter((operation) => matches(operation, words)) }))
    .filter(({ operations }) => operations.length > 0);
  const count = groups.reduce((sum, { operations }) => sum + operations.length, 0);

  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Input
          type="search"
          aria-label="Search operations"
          placeholder="Search by path, word or scope"
          className="max-w-md"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <p role="status" className="text-sm text-muted">
          {count === 1 ? "1 operation" : `${count} operations`}
        </p>
      </div>
      {groups.map(({ group, operations }) => (
        <section key={group} aria-label={group} className="mb-5">
          <h2 className="mb-1.5 font-semibold">{group}</h2>
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {operations.map((operation) => (
              <OperationRow key={operation.id} operation={operation} href={`${basePath}/${operation.id}`} />
            ))}
          </ul>
        </section>
      ))}
      {count === 0 ? (
        <EmptyState title="No operation matches" action={<Button onClick={() => setSearch("")}>Show all</Button>}>
          Try a part of the path, such as orders, or a word such as voucher.
        </EmptyState>
      ) : null}
    </>
  );
}
