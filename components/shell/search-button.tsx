"use client";

import { Search } from "lucide-react";
import { Kbd } from "@/components/ui/kbd";
import { showOverlay } from "./overlay";

export function SearchButton() {
  return (
    <button
      type="button"
      aria-label="Open the command palette"
      onClick={() => showOverlay("palette")}
      className="flex h-8 items-center gap-2 rounded-md border border-edge/60 bg-surface px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-ink sm:w-64"
    >
      <Search aria-hidden className="size-4" />
      <span className="hidden sm:inline">Search or jump to…</span>
      <span className="ml-auto hidden sm:inline">
        <Kbd>⌘K</Kbd>
      </span>
    </button>
  );
}
