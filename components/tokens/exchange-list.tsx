import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table } from "@/components/ui/table";
import { shortScope } from "@/lib/scopes/model";
import type { ExchangeSummary } from "@/lib/tokens/schema";

interface ExchangeListProps {
  exchanges: readonly ExchangeSummary[];
  openId: string | undefined;
  onOpen: (id: string) => void;
}

/** The newest exchanges, refused and failed ones too. */
export function ExchangeList({ exchanges, openId, onOpen }: ExchangeListProps) {
  return (
    <Card title="Exchanges" description="Each as it was on the wire. The newest fifty are listed.">
      <Table label="Exchanges">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Ended with</th>
            <th scope="col">For</th>
            <th scope="col">Scopes asked for</th>
            <th scope="col" className="text-right">
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {exchanges.map((exchange) => (
            <tr
              key={exchange.id}
              aria-current={exchange.id === openId ? "true" : undefined}
              className={exchange.id === openId ? "bg-selected" : undefined}
            >
              <th scope="row" className="whitespace-nowrap">
                <Button variant="link" onClick={() => onOpen(exchange.id)}>
                  <RelativeTime at={exchange.startedAt} />
                </Button>
              </th>
              <td className="whitespace-nowrap">
                <StatusBadge status={exchange.status ?? undefined} text={exchange.outcome} />
              </td>
              <td className="whitespace-nowrap">
                <EnvironmentBadge environment={exchange.environment} /> <span className="text-muted">v{exchange.apiVersion}</span>{" "}
                {exchange.credentialLabel}
              </td>
              <td className="max-w-80 text-xs wrap-anywhere">
                {exchange.askedScopes.length === 0 ? (
                  <span className="text-muted">none</span>
                ) : (
                  exchange.askedScopes.map(shortScope).join(", ")
                )}
              </td>
              <td className="text-right whitespace-nowrap">{exchange.durationMs} ms</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
