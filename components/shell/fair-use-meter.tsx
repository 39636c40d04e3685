"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { cn } from "@/components/ui/class-names";
import type { Role } from "@/lib/workspaces/model";
import { fairUseState, useFairUse } from "./fair-use";
import { UsageBlocks } from "./usage-blocks";
import { usePlace } from "./use-place";

const FairUseDialog = dynamic(() => import("./fair-use-dialog").then((file) => file.FairUseDialog), { ssr: false });

interface FairUseMeterProps {
  slug: string;
  role: Role;
  placeCookie?: string;
  className?: string;
}

/** How much of the chosen environment's fair-use budget is used; opens what it means. */
export function FairUseMeter({ slug, role, placeCookie, className }: FairUseMeterProps) {
  const { place } = usePlace(placeCookie);
  const { data, dataUpdatedAt } = useFairUse(slug, place.environment);
  const [isOpen, setIsOpen] = useState(false);
  const state = data === undefined ? undefined : fairUseState(data);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        disabled={data === undefined}
        onClick={() => setIsOpen(true)}
        className={cn("min-h-12 w-full px-4 py-2 text-left text-xs text-muted tabular-nums transition-colors hover:bg-hover hover:text-ink", className)}
      >
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium whitespace-nowrap text-ink">Fair use</span>
          {data?.refusals.limit == null ? null : <UsageBlocks used={data.refusals.used} limit={data.refusals.limit} />}
          {state === undefined || state.words === "" ? null : (
            <span className="font-medium whitespace-nowrap text-ink">
              <span aria-hidden>{state.tone === "near" ? "▲ " : "■ "}</span>
              {state.words}
            </span>
          )}
        </span>
        {data === undefined ? (
          <span className="block">Counting…</span>
        ) : data.refusals.limit === null || data.requests.limit === null ? (
          <span className="block">
            {count(data.refusals.used)} 4xx this minute · {count(data.requests.used)} requests, not limited
          </span>
        ) : (
          <span className="block">
            {count(data.refusals.used)} of {count(data.refusals.limit)} 4xx this minute · {count(data.requests.used)} of {count(data.requests.limit)} requests
          </span>
        )}
      </button>
      {data === undefined || !isOpen ? null : (
        <FairUseDialog slug={slug} role={role} view={data} asOfMs={dataUpdatedAt} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}

function count(many: number): string {
  return many.toLocaleString("en");
}
