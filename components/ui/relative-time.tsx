"use client";

import { absoluteWords, relativeWords } from "./time-words";
import { useNow } from "./use-now";

/** `at` is an ISO string or milliseconds since the Unix epoch. The absolute time and zone are on hover. */
export function RelativeTime({ at, className }: { at: string | number; className?: string }) {
  const now = useNow(15_000);
  const atMs = typeof at === "number" ? at : Date.parse(at);
  if (Number.isNaN(atMs)) return <span className={className}>unknown</span>;
  return (
    // The server's clock and zone differ from the reader's, so the two texts may too.
    <time dateTime={new Date(atMs).toISOString()} title={absoluteWords(atMs)} className={className} suppressHydrationWarning>
      {relativeWords(atMs, now)}
    </time>
  );
}
