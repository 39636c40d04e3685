"use client";

import { cn } from "./class-names";
import { clockWords } from "./time-words";
import { useNow } from "./use-now";

interface CountdownProps {
  /** ISO string or milliseconds since the Unix epoch. */
  until: string | number;
  /** Shown from zero on. */
  endedText?: string;
  className?: string;
}

/** Ticks every second in digits of equal width, so that nothing beside it moves. */
export function Countdown({ until, endedText = "0:00", className }: CountdownProps) {
  const now = useNow(1_000);
  const untilMs = typeof until === "number" ? until : Date.parse(until);
  const seconds = (untilMs - now) / 1_000;
  return (
    <span role="timer" className={cn("tabular-nums", className)} suppressHydrationWarning>
      {seconds > 0 ? clockWords(seconds) : endedText}
    </span>
  );
}
