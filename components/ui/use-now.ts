"use client";

import { useCallback, useSyncExternalStore } from "react";

/** The present, in milliseconds, rounded down to `stepMs`; renders again at each step. */
export function useNow(stepMs: number): number {
  const subscribe = useCallback(
    (changed: () => void) => {
      const timer = setInterval(changed, Math.min(stepMs, 1_000));
      return () => clearInterval(timer);
    },
    [stepMs],
  );
  const read = (): number => Math.floor(Date.now() / stepMs) * stepMs;
  return useSyncExternalStore(subscribe, read, read);
}
