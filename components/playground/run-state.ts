import type { RunDetail, RunHead, RunProgress, RunTrailer } from "@/lib/playground/schema";

/** A turn that is waited for, and when that was said. */
export interface ToldWait extends NonNullable<RunProgress["wait"]> {
  toldAtMs: number;
}

/** Where a send is. What the upstream answers is `done`, whatever its status; `failed` is the console's own failure. */
export type RunState =
  | { phase: "idle" }
  | { phase: "sending"; startedAtMs: number; stage: string; wait?: ToldWait }
  | { phase: "arriving"; startedAtMs: number; head: RunHead }
  | { phase: "done"; head: RunHead | undefined; trailer: RunTrailer }
  | { phase: "kept"; run: RunDetail }
  /** `wasWaiting`: for its turn, so that nothing had been sent. */
  | { phase: "cancelled"; afterMs: number; wasWaiting: boolean }
  | { phase: "failed"; error: unknown };

/** Whether something is under way that can be cancelled. */
export function isUnderWay(state: RunState): boolean {
  return state.phase === "sending" || state.phase === "arriving";
}

/** What is shown of a reply, from whichever source it is known. */
export interface ReplyFacts {
  runId: string;
  status: number | undefined;
  headers: readonly (readonly [string, string])[];
  request: RunHead["request"] | null;
  /** What was needed, asked and granted; not kept with a run. */
  scopes?: RunHead["scopes"];
}

export function replyFacts(state: RunState): ReplyFacts | undefined {
  switch (state.phase) {
    case "arriving":
      return fromHead(state.head);
    case "done":
      return state.head === undefined
        ? { runId: state.trailer.runId, status: undefined, headers: [], request: state.trailer.request, scopes: state.trailer.scopes }
        : fromHead(state.head);
    case "kept":
      return { runId: state.run.id, status: state.run.status ?? undefined, headers: state.run.headers ?? [], request: state.run.request };
    default:
      return undefined;
  }
}

function fromHead(head: RunHead): ReplyFacts {
  return { runId: head.runId, status: head.status, headers: head.headers, request: head.request, scopes: head.scopes };
}
