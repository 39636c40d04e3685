"use client";

import { Progress } from "@/components/ui/progress";
import { useNow } from "@/components/ui/use-now";

const WORDS: Record<string, string> = {
  "getting a token": "Getting a token…",
  sending: "Sent; waiting for the reply…",
  "renewing the token": "The token was refused; getting a new one…",
};

/** Appears after 400 ms: what is quicker needs no progress. */
export function Waiting({ startedAtMs, stage }: { startedAtMs: number; stage: string }) {
  const now = useNow(100);
  const words = WORDS[stage] ?? stage;
  return (
    <div className="m-4 animate-[appear_120ms_400ms_both]">
      <Progress label={words} />
      <p role="status" className="mt-2 flex justify-between text-sm text-muted">
        {words}
        <span aria-hidden className="tabular-nums">
          {(Math.max(now - startedAtMs, 0) / 1_000).toFixed(1)} s of at most 60 s
        </span>
      </p>
    </div>
  );
}
