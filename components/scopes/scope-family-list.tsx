"use client";

import { useId } from "react";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import type { KnownScope, ScopeFamily } from "@/lib/scopes/model";

interface ScopeFamilyListProps {
  family: ScopeFamily;
  /** Those of the family that the search left. */
  scopes: readonly KnownScope[];
  value: readonly string[];
  onToggle: (scope: string) => void;
}

export function ScopeFamilyList({ family, scopes, value, onToggle }: ScopeFamilyListProps) {
  const id = useId();
  return (
    <div
      role="group"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-source`}
      className="rounded-lg border border-line bg-surface p-3"
    >
      <p className="flex items-center gap-2 text-sm font-medium">
        <span id={`${id}-title`}>{family.title}</span>
        {family.id === "guessed" ? <Badge tone="outline">inferred</Badge> : null}
      </p>
      <p id={`${id}-source`} className="mt-0.5 text-xs text-pretty text-muted">
        {family.source} <span className="text-warn">{family.contradiction}</span>
      </p>
      <ul className="mt-2 grid gap-1.5 sm:grid-cols-2">
        {scopes.map((scope) => (
          <li key={scope.name} className="min-w-0">
            <Checkbox
              label={<span className="font-mono text-xs wrap-anywhere">{scope.short}</span>}
              hint={scope.meaning}
              title={scope.name}
              checked={value.includes(scope.name)}
              onChange={() => onToggle(scope.name)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
