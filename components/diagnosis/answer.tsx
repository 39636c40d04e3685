import type { ReactNode } from "react";

/** One question of an explanation with its answer. */
export function Answer({ question, verdict, children }: { question: string; verdict?: ReactNode; children?: ReactNode }) {
  return (
    <div className="grid gap-x-4 gap-y-0.5 py-2 @md:grid-cols-[8.5rem_minmax(0,1fr)]">
      <dt className="text-sm text-muted">{question}</dt>
      <dd className="min-w-0 text-sm">
        {verdict === undefined ? null : <div className="mb-0.5">{verdict}</div>}
        {children}
      </dd>
    </div>
  );
}
