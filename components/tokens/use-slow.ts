"use client";

import { useEffect, useState } from "react";

/** From here on, waiting is worth a word. */
const SLOW_AFTER_MS = 400;

/** True once `pending` has lasted for 400 ms. */
export function useSlow(pending: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    if (!pending) return undefined;
    const timer = setTimeout(() => setIsSlow(true), SLOW_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setIsSlow(false);
    };
  }, [pending]);
  return pending && isSlow;
}
