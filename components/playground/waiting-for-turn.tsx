"use client";

import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { clockWords } from "@/components/ui/time-words";
import { useNow } from "@/components/ui/use-now";
import { WAIT_WORDS } from "@/lib/fair-use/words";
import type { ToldWait } from "./run-state";

/** A send that waits for the fair-use budget: for what, at which place, how long, and the way out. */
export function WaitingForTurn({ wait, onCancel }: { wait: ToldWait; onCancel: () => void }) {
  const sinceSeconds = (useNow(1_000) - wait.toldAtMs) / 1_000;
  const left = wait.secondsLeft === null ? undefined : Math.max(0, wait.secondsLeft - sinceSeconds);
  return (
    <section aria-label="Waiting for its turn" className="m-4 space-y-3 text-sm">
      <Progress label="Waiting for the fair-use budget" />
      <p role="status">
        <span className="font-medium">Waiting for its turn: </span>
        {WAIT_WORDS[wait.reason]}. Nothing has been sent yet.
      </p>
      <p className="text-muted tabular-nums">
        {left === undefined ? "It goes as soon as a call under way is answered." : <span role="timer">{`It goes in about ${clockWords(left)}.`}</span>}{" "}
        {wait.place === 1 ? "It is next" : `It is number ${wait.place}`} in this workspace&apos;s line, and gives up after{" "}
        {clockWords(Math.max(0, wait.givesUpInSeconds - sinceSeconds))}.
      </p>
      <Button size="sm" onClick={onCancel}>
        Cancel the waiting send
      </Button>
    </section>
  );
}
