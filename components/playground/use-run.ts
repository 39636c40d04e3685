"use client";

import { useEffect, useRef, useState } from "react";
import { BodyClient } from "@/components/ui/json-view/body-client";
import type { RunFrame } from "@/lib/playground/frames";
import type { RunDetail } from "@/lib/playground/schema";
import { useAfterRun } from "./queries";
import type { RunState } from "./run-state";
import type { RunOrder } from "./send-run";

interface Run {
  state: RunState;
  /** The body of the reply; its bytes live in a worker. */
  body: BodyClient;
  start: (order: RunOrder) => void;
  cancel: () => void;
}

/** One send at a time: its state, the body as it arrives, and how to stop it. */
export function useRun(slug: string, kept: RunDetail | undefined): Run {
  const [state, setState] = useState<RunState>(kept === undefined ? { phase: "idle" } : { phase: "kept", run: kept });
  const [body] = useState(() => new BodyClient());
  const abort = useRef<AbortController>(undefined);
  const afterRun = useAfterRun(slug);

  useEffect(() => {
    if (kept?.body !== undefined && kept.body !== null) {
      body.start();
      body.push(new TextEncoder().encode(kept.body));
      body.end(kept.bodyKeptWhole ? undefined : "More came than is kept with a run.");
    }
    return () => {
      abort.current?.abort();
      body.stop();
    };
  }, [body, kept]);

  const start = async (order: RunOrder): Promise<void> => {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    const startedAtMs = Date.now();
    let head: Extract<RunFrame, { kind: "head" }>["head"] | undefined;
    body.start();
    setState({ phase: "sending", startedAtMs, stage: "sending" });
    try {
      const { sendRun } = await import("./send-run");
      await sendRun(slug, order, controller.signal, (frame) => {
        if (controller.signal.aborted) return;
        if (frame.kind === "progress") {
          const { stage, wait } = frame.progress;
          setState({ phase: "sending", startedAtMs, stage, ...(wait && { wait: { ...wait, toldAtMs: Date.now() } }) });
        }
        if (frame.kind === "body") body.push(frame.bytes);
        if (frame.kind === "head") {
          head = frame.head;
          setState({ phase: "arriving", startedAtMs, head });
        }
        if (frame.kind === "trailer") {
          const { outcome } = frame.trailer;
          body.end(outcome.kind === "failed" && head !== undefined ? `${outcome.detail}.` : undefined);
          setState({ phase: "done", head, trailer: frame.trailer });
        }
      });
    } catch (error) {
      if (controller.signal.aborted) return;
      body.end();
      setState({ phase: "failed", error });
    } finally {
      if (abort.current === controller) afterRun();
    }
  };

  return {
    state,
    body,
    start: (order) => void start(order),
    cancel: () => {
      if (state.phase !== "sending" && state.phase !== "arriving") return;
      abort.current?.abort();
      setState({ phase: "cancelled", afterMs: Date.now() - state.startedAtMs, wasWaiting: state.phase === "sending" && state.wait !== undefined });
    },
  };
}
