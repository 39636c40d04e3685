"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Progress } from "@/components/ui/progress";
import type { WorldView } from "@/lib/worlds/schema";
import { useWorldChange } from "./queries";

/** The vendor's fair-use limits: a switch, and how near the world is to them. */
export function FairUseCard({ slug, world, may }: { slug: string; world: WorldView; may: boolean }) {
  const change = useWorldChange(slug);
  const use = world.fair_use;
  const meters = [
    { label: "Requests this minute", is: use.requests, most: use.requests_allowed },
    { label: "Refused (4xx) this minute", is: use.refusals, most: use.refusals_allowed },
  ];
  return (
    <Card title="Fair use" description={`${use.requests_allowed} requests a minute; ${use.refusals_allowed} refused ones in a minute block for one.`}>
      <Checkbox
        label="Apply the vendor's limits"
        hint="Beyond them the simulator answers 429 with Retry-After."
        // Shown as wished while the answer is on its way.
        checked={change.isPending ? !use.on : use.on}
        disabled={!may || change.isPending}
        onChange={(event) => change.mutate({ method: "PUT", path: "/fair-use", body: { on: event.target.checked } })}
      />
      {use.on ? (
        <dl className="mt-3 space-y-2 text-sm">
          {meters.map(({ label, is, most }) => (
            <div key={label}>
              <div className="flex justify-between">
                <dt className="text-muted">{label}</dt>
                <dd className="tabular-nums">
                  {is} of {most}
                </dd>
              </div>
              <Progress label={label} value={is / most} className="mt-1" />
            </div>
          ))}
        </dl>
      ) : (
        <p className="mt-3 text-sm text-muted">Off: nothing is counted, and nobody is blocked.</p>
      )}
      {use.blocked_until === null ? null : (
        <p role="status" className="mt-3 text-sm font-medium text-bad">
          Blocked until {use.blocked_until.slice(11, 19)} by the world&apos;s clock.
        </p>
      )}
      {change.error === null ? null : <ProblemNotice error={change.error} className="mt-3" />}
    </Card>
  );
}
