import { cn } from "./class-names";

/** Holds the place of something that is on its way; give it that thing's size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block animate-pulse rounded bg-hover", className)} />;
}
