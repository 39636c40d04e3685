"use client";

import { Countdown } from "@/components/ui/countdown";
import { Dialog } from "@/components/ui/dialog";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import type { FairUseView } from "@/lib/fair-use/schema";
import { LIMITS_SOURCE } from "@/lib/fair-use/words";
import type { Role } from "@/lib/workspaces/model";
import { RestingCalls } from "./resting-calls";
import { UsageRow } from "./usage-row";

interface FairUseDialogProps {
  slug: string;
  role: Role;
  view: FairUseView;
  /** When the view was read, in milliseconds since the epoch; its seconds count from there. */
  asOfMs: number;
  onClose: () => void;
}

/** What the meter counts, what it allows, and what is held back right now. */
export function FairUseDialog({ slug, role, view, asOfMs, onClose }: FairUseDialogProps) {
  const isLimited = view.requests.limit !== null;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Fair use"
      description="What everybody behind this console has sent to this environment in the last minute."
    >
      <div className="space-y-5 text-sm">
        <p>
          <EnvironmentBadge environment={view.environment} />
        </p>
        {view.pausedForSeconds === null ? null : (
          <p role="status" className="rounded-md border border-bad bg-bad-soft px-3 py-2">
            <span aria-hidden>■ </span>The API asked for a pause (Retry-After). Nobody behind this console sends to it for another{" "}
            <Countdown until={asOfMs + view.pausedForSeconds * 1_000} />.
          </p>
        )}
        <dl className="grid gap-3">
          <UsageRow label="4xx answers" usage={view.refusals} />
          <UsageRow label="Requests" usage={view.requests} />
        </dl>
        <p>
          {view.workspaces === 1 ? "1 workspace has" : `${view.workspaces} workspaces have`} called in this minute.
          {view.waiting === 0 ? " No call of yours is waiting." : ` ${view.waiting} of your calls ${view.waiting === 1 ? "is" : "are"} waiting for their turn.`}
        </p>
        <RestingCalls slug={slug} role={role} breakers={view.breakers} asOfMs={asOfMs} />
        <section className="space-y-2 border-t border-line pt-4 text-muted">
          <h3 className="font-medium text-ink">How it works</h3>
          {isLimited ? (
            <>
              <p>
                The API counts by address, and everybody behind this console shares one. Too many 4xx answers in a minute, and all are blocked for the next. So a call that could go over
                waits for its turn; a call under way, or one whose answer never came, counts as a 4xx.
              </p>
              <p>A workspace may use up to 16 times what is still free, so that there is always some left for the next one.</p>
              <p>
                Source of the figures: {LIMITS_SOURCE}. Whoever runs this console can set others. How the API counts inside its minute is not documented; the console keeps below the figure in
                every 60 seconds.
              </p>
            </>
          ) : (
            <p>The simulator is part of this console and is counted without limits. Its own fair-use limits are switched on for each world, on the Simulator page.</p>
          )}
        </section>
      </div>
    </Dialog>
  );
}
