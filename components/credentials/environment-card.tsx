"use client";

import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import type { Environment } from "@/lib/upstream/model";
import { ENVIRONMENT_WORDS } from "./words";

interface EnvironmentCardProps {
  environment: Environment;
  /** Absent for those who may not add one. */
  onAdd: (() => void) | undefined;
  /** Shown while the environment has no credential. */
  empty: ReactNode;
  children: readonly ReactNode[];
}

export function EnvironmentCard({ environment, onAdd, empty, children }: EnvironmentCardProps) {
  return (
    <section aria-label={environment} className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
        <h2 className="contents">
          <EnvironmentBadge environment={environment} />
        </h2>
        <p className="order-last min-w-0 basis-full text-sm text-muted sm:order-none sm:flex-1 sm:basis-48">
          {ENVIRONMENT_WORDS[environment]}
        </p>
        {onAdd === undefined ? null : (
          <Button variant="ghost" size="sm" className="ml-auto" onClick={onAdd} aria-label={`Add a credential for ${environment}`}>
            <Plus aria-hidden />
            Add
          </Button>
        )}
      </header>
      {children.length > 0 ? children : <div className="border-t border-line px-4 py-3 text-sm text-muted">{empty}</div>}
    </section>
  );
}
