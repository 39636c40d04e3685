"use client";

import { X } from "lucide-react";
import { shortScope } from "@/lib/scopes/model";

interface ChosenScopesProps {
  value: readonly string[];
  onRemove: (scope: string) => void;
}

/** What will be sent, seen at a glance. */
export function ChosenScopes({ value, onRemove }: ChosenScopesProps) {
  if (value.length === 0) {
    return (
      <p aria-live="polite" className="text-sm text-muted">
        None chosen: the request carries no scope, and the server decides what the token may do.
      </p>
    );
  }
  return (
    <div aria-live="polite">
      <p className="text-sm text-muted">{value.length} chosen, sent in one text with spaces between them:</p>
      <ul className="mt-1.5 flex flex-wrap gap-1.5">
        {value.map((scope) => (
          <li
            key={scope}
            className="flex min-w-0 items-center gap-1 rounded border border-line bg-sunken py-0.5 pr-0.5 pl-2 font-mono text-xs"
            title={scope}
          >
            <span className="wrap-anywhere">{shortScope(scope)}</span>
            <button
              type="button"
              aria-label={`Remove ${shortScope(scope)}`}
              onClick={() => onRemove(scope)}
              className="grid size-6 shrink-0 place-items-center rounded hover:bg-hover"
            >
              <X aria-hidden className="size-3" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
