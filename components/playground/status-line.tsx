"use client";

import Link from "next/link";
import { Countdown } from "@/components/ui/countdown";
import { StatusBadge } from "@/components/ui/status-badge";
import { durationWords, sizeWords } from "./sizes";
import type { RunState } from "./run-state";

const ANSWERED_BY = { simulator: "the simulator", sandbox: "sandbox", staging: "staging", production: "production" } as const;

const LINE = "flex flex-wrap items-center gap-x-3 gap-y-1 text-sm";
const LINK = "text-muted underline underline-offset-2 hover:text-ink";

/** Code, who answered, how long it took, how large it is. */
export function StatusLine({ state, environment, tokensHref }: { state: RunState; environment: keyof typeof ANSWERED_BY; tokensHref: string }) {
  if (state.phase === "arriving") {
    return (
      <p role="status" className={LINE}>
        <StatusBadge status={state.head.status} />
        <span>from {ANSWERED_BY[environment]}</span>
        <span className="text-muted">headers after {durationWords(state.head.headersAfterMs)}, reading the body…</span>
      </p>
    );
  }
  if (state.phase === "kept") {
    const { run } = state;
    return (
      <p role="status" className={LINE}>
        <StatusBadge status={run.status ?? undefined} text={run.failure ?? undefined} />
        <span>from {ANSWERED_BY[run.environment]}, kept</span>
        {run.durationMs === null ? null : <span className="text-muted">{durationWords(run.durationMs)}</span>}
        {run.bodyBytes === null ? null : <span className="text-muted">{sizeWords(run.bodyBytes)}</span>}
        {run.tokenId === null ? null : (
          <Link prefetch={false} href={`${tokensHref}&token=${run.tokenId}`} className={LINK}>
            token used
          </Link>
        )}
      </p>
    );
  }
  if (state.phase !== "done") return null;
  const { trailer, head } = state;
  const { outcome } = trailer;
  return (
    <p role="status" className={LINE}>
      {outcome.kind === "reply" ? (
        <>
          <StatusBadge status={outcome.status} />
          <span>from {ANSWERED_BY[environment]}</span>
        </>
      ) : (
        <StatusBadge status={undefined} text={outcome.kind === "no-token" ? "Nothing was sent: no token" : outcome.failure} />
      )}
      <span className="text-muted">{durationWords(trailer.durationMs)}</span>
      <span className="text-muted" title={`${trailer.bodyBytes.toLocaleString("en")} bytes, decoded`}>
        {sizeWords(trailer.bodyBytes)}
      </span>
      {trailer.redactions > 0 ? <span className="text-warn">{trailer.redactions} secret spans hidden</span> : null}
      {head?.token ? (
        <Link prefetch={false} href={`${tokensHref}&token=${head.token.tokenId}`} title="The token that was used" className={LINK}>
          token <Countdown until={head.token.expiresAt} endedText="over" />
        </Link>
      ) : null}
    </p>
  );
}
