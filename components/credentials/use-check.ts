"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { CheckReport, CheckStep, CheckStepName } from "@/lib/credentials/check-report";
import type { CheckRequest } from "@/lib/credentials/schema";
import { streamCheck } from "./check-stream";
import { useRefreshCredentials } from "./queries";

export interface CheckProgress {
  /** What is under way now; undefined between steps. */
  running: CheckStepName | undefined;
  done: readonly CheckStep[];
}

export type CheckState =
  | { kind: "idle" }
  | { kind: "running"; progress: CheckProgress }
  | { kind: "done"; report: CheckReport }
  | { kind: "stopped" }
  | { kind: "failed"; error: unknown };

export interface Checking {
  state: CheckState;
  start: (wanted: CheckRequest) => void;
  stop: () => void;
}

/** One check at a time of one credential. Leaving the page stops it. */
export function useCheck(slug: string, id: string): Checking {
  const [state, setState] = useState<CheckState>({ kind: "idle" });
  const running = useRef<AbortController>(undefined);
  const refresh = useRefreshCredentials(slug);
  useEffect(() => () => running.current?.abort(), []);

  const follow = async (wanted: CheckRequest, signal: AbortSignal): Promise<void> => {
    let progress: CheckProgress = { running: undefined, done: [] };
    setState({ kind: "running", progress });
    for await (const event of streamCheck(slug, id, wanted, signal)) {
      if (signal.aborted) return;
      if (event.kind === "report") {
        setState({ kind: "done", report: event.report });
        await refresh();
        return;
      }
      progress =
        event.kind === "started" ? { ...progress, running: event.step } : { running: undefined, done: [...progress.done, event.step] };
      setState({ kind: "running", progress });
    }
    throw new Error("The check ended without a report");
  };

  const start = (wanted: CheckRequest): void => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    follow(wanted, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) setState({ kind: "failed", error });
    });
  };

  const stop = useCallback(() => {
    running.current?.abort();
    setState({ kind: "stopped" });
  }, []);

  return { state, start, stop };
}
