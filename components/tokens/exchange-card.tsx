import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { ExchangeView } from "@/lib/tokens/schema";
import { ExchangeDrawing } from "./exchange-drawing";
import { ExchangeFacts } from "./exchange-facts";

interface ExchangeCardProps {
  exchange: ExchangeView;
  /** True when a living token was found and this is the exchange that it came from. */
  reused: boolean;
  /** The explanation of a failure; null after a success. */
  explanation: ReactNode;
}

/** One exchange: how it ended, what was sent and received, and what a failure means. */
export function ExchangeCard({ exchange, reused, explanation }: ExchangeCardProps) {
  const { record, outcome } = exchange;
  return (
    <Card
      title={outcome === "granted" ? "Exchange: a token was granted" : outcome === "refused" ? "Exchange: refused" : "Exchange: no token"}
    >
      <div className="@container space-y-4">
        <ExchangeFacts exchange={exchange} />
        {reused ? (
          <Notice title="No new exchange was needed" live>
            A token for exactly these scopes is alive. This is the exchange that it came from.
          </Notice>
        ) : null}
        {record.problem === null ? null : (
          <Notice tone="warn" title="The reply came with success but holds no token to use">
            {record.problem}
          </Notice>
        )}
        {record.notes.length === 0 ? null : (
          <ul className="list-disc space-y-1 pl-5 text-sm text-muted">
            {record.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        {explanation}
        <ExchangeDrawing exchange={exchange} />
      </div>
    </Card>
  );
}
