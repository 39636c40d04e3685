import { Badge } from "@/components/ui/badge";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ExchangeView } from "@/lib/tokens/schema";
import { skewWords } from "./words";

/** From here on, tokens and dates are judged differently on the two sides. */
const NOTABLE_SKEW_SECONDS = 30;

/** The line under the heading: how it ended, how long it took, how far the clocks differ. */
export function ExchangeFacts({ exchange }: { exchange: ExchangeView }) {
  const { record } = exchange;
  const skew = record.clockSkewSeconds;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-muted">
      <StatusBadge status={exchange.status ?? undefined} />
      <EnvironmentBadge environment={exchange.environment} />
      <span>v{exchange.apiVersion}</span>
      <span>{exchange.credentialLabel}</span>
      <span title={record.reply === null ? undefined : `Headers after ${record.reply.headersAfterMs} ms`}>{exchange.durationMs} ms</span>
      {skew === null ? (
        <span>no clock to compare</span>
      ) : Math.abs(skew) >= NOTABLE_SKEW_SECONDS ? (
        <Badge tone="warn">{skewWords(skew)}</Badge>
      ) : (
        <span>{skewWords(skew)}</span>
      )}
      <span>
        <RelativeTime at={exchange.startedAt} />, {exchange.madeBy === null ? "needed by a call" : `asked for by ${exchange.madeBy}`}
      </span>
    </div>
  );
}
