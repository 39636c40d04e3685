import type { ComponentProps } from "react";
import { cn } from "./class-names";

/** Styles a plain <thead>/<tbody> inside it; scrolls sideways by itself where the window is narrow, and so do texts that only a screen reader gets. */
export function Table({ label, className, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={cn("relative overflow-x-auto rounded-lg border border-line bg-surface", className)}
    >
      <table
        aria-label={label}
        className="w-full border-collapse text-left text-sm [&_tbody_tr]:border-t [&_tbody_tr]:border-line [&_tbody_tr:hover]:bg-sunken [&_td]:px-3 [&_td]:py-2 [&_td]:align-middle [&_th]:px-3 [&_th]:py-2 [&_th]:font-medium [&_thead_th]:bg-sunken [&_thead_th]:text-xs [&_thead_th]:whitespace-nowrap [&_thead_th]:text-muted"
        {...rest}
      />
    </div>
  );
}
