"use client";

import { Countdown } from "@/components/ui/countdown";
import { RelativeTime } from "@/components/ui/relative-time";
import { useNow } from "@/components/ui/use-now";
import { usableSeconds } from "@/lib/tokens/lifetime";
import type { TokenView } from "@/lib/tokens/schema";
import { durationWords } from "./words";

/** How much of its life is left, by `expires_in`; the mark is where the console begins to use a new one. */
export function LifetimeBar({ token }: { token: TokenView }) {
  const now = useNow(1_000);
  const { lifetime } = token.inspection;
  const issuedMs = Date.parse(token.issuedAt);
  const leftSeconds = Math.max(0, (Date.parse(token.expiresAt) - now) / 1_000);
  const leftPercent = lifetime.seconds === 0 ? 0 : Math.min(100, (leftSeconds / lifetime.seconds) * 100);
  const marginPercent = lifetime.seconds === 0 ? 0 : 100 - (usableSeconds(lifetime.seconds) / lifetime.seconds) * 100;
  const isLive = token.state === "live" && leftSeconds > 0;
  return (
    <div>
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span>
          {isLive ? (
            <>
              <Countdown until={token.expiresAt} className="text-lg font-semibold" />{" "}
              <span className="text-muted">left of {durationWords(lifetime.seconds)}</span>
            </>
          ) : (
            <span className="text-muted">
              Lived {durationWords(lifetime.seconds)} by <code>expires_in</code>, ended{" "}
              <RelativeTime at={token.retiredAt ?? token.expiresAt} />
            </span>
          )}
        </span>
        <span className="text-xs text-muted">
          issued <RelativeTime at={issuedMs} />
        </span>
      </div>
      <div className="relative h-2 overflow-hidden rounded-full bg-hover" suppressHydrationWarning aria-hidden>
        <div
          className={isLive ? "h-full rounded-full bg-accent" : "h-full rounded-full bg-edge"}
          style={{ width: `${isLive ? leftPercent : 0}%` }}
          suppressHydrationWarning
        />
        {marginPercent === 0 ? null : <div className="absolute inset-y-0 w-0.5 bg-warn" style={{ left: `${marginPercent}%` }} />}
      </div>
      <p className="mt-1 text-xs text-muted">
        {lifetime.note ?? (
          <>
            <code>expires_in</code> is {lifetime.stated}. In its last {durationWords(lifetime.seconds - usableSeconds(lifetime.seconds))}{" "}
            the console uses a new one.
          </>
        )}
      </p>
    </div>
  );
}
