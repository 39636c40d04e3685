"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { WorldView } from "@/lib/worlds/schema";
import { useWorldChange } from "./queries";

const MOVES = [
  { label: "+15 min", seconds: 900, why: "A hold of a reservation has lapsed." },
  { label: "+1 hour", seconds: 3_600, why: "Every access token of before has expired." },
  { label: "+1 day", seconds: 86_400, why: "Visits of today are over." },
  { label: "+10 days", seconds: 864_000, why: "Old reservations can no longer be read." },
  { label: "+90 days", seconds: 7_776_000, why: "Beyond the span of one availability call." },
] as const;

/** The world's clock, and the moves that save waiting. */
export function ClockCard({ slug, world, may }: { slug: string; world: WorldView; may: boolean }) {
  const change = useWorldChange(slug);
  const put = (body: { offset_seconds?: number; held?: boolean }) => change.mutate({ method: "PUT", path: "/clock", body });
  const ahead = world.clock_offset_seconds;
  const stands = world.clock_held;
  return (
    <Card title="Clock" description="Holds, tokens, bookings and visits go by this clock. Moving it saves the waiting.">
      <p className="flex flex-wrap items-center gap-2">
        <time dateTime={world.now} className="font-mono text-base" data-testid="world-now">
          {world.now.slice(0, 19).replace("T", " ")} UTC
        </time>
        <Badge tone={ahead === 0 && !stands ? "neutral" : "warn"}>
          {stands ? "stands still" : ahead === 0 ? "real time" : `${span(ahead)} ${ahead > 0 ? "ahead" : "behind"}`}
        </Badge>
      </p>
      {may ? (
        <div className="mt-3 flex flex-wrap gap-2">
          {MOVES.map(({ label, seconds, why }) => (
            <Button key={label} size="sm" title={why} disabled={change.isPending} onClick={() => put({ offset_seconds: ahead + seconds })}>
              {label}
            </Button>
          ))}
          <Button size="sm" disabled={change.isPending} onClick={() => put({ held: !stands })}>
            {stands ? "Let it run" : "Stop the clock"}
          </Button>
          <Button size="sm" variant="ghost" disabled={change.isPending || (ahead === 0 && !stands)} onClick={() => put({ offset_seconds: 0, held: false })}>
            Back to now
          </Button>
        </div>
      ) : null}
      <p className="mt-3 text-xs text-muted">
        15 minutes outlast a hold, one hour outlasts every token, one day passes today&apos;s visits. While the clock stands, nothing lapses, and after a reset the same calls get
        the same answers, moments included.
      </p>
      {change.error === null ? null : <ProblemNotice error={change.error} className="mt-3" />}
    </Card>
  );
}

/** "1 d 2 h", "15 min". */
function span(offsetSeconds: number): string {
  const all = Math.abs(offsetSeconds);
  const parts = [
    [Math.floor(all / 86_400), "d"],
    [Math.floor((all % 86_400) / 3_600), "h"],
    [Math.floor((all % 3_600) / 60), "min"],
    [all % 60, "s"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
