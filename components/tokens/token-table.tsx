import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import { shortScope } from "@/lib/scopes/model";
import type { TokenView } from "@/lib/tokens/schema";
import { callsPerHour, STATES } from "./words";

interface TokenTableProps {
  tokens: readonly TokenView[];
  /** ISO 8601, by the server's clock. */
  now: string;
  onOpen: (token: TokenView) => void;
}

/** The tokens of the timeline as rows: the same facts for those who read rather than look. */
export function TokenTable({ tokens, now, onOpen }: TokenTableProps) {
  return (
    <Table label="Tokens">
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">State</th>
          <th scope="col">For</th>
          <th scope="col">Scopes asked for</th>
          <th scope="col">Made by</th>
          <th scope="col">Issued</th>
          <th scope="col">Expires</th>
          <th scope="col" className="text-right">
            Calls
          </th>
          <th scope="col" className="text-right">
            An hour
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <th scope="row">
              <Button variant="link" onClick={() => onOpen(token)} aria-label={`Inspect token ${token.fingerprint}`}>
                <code className="text-xs">{token.fingerprint}</code>
              </Button>
            </th>
            <td>
              <Badge tone={STATES[token.state].tone}>{STATES[token.state].word}</Badge>
            </td>
            <td className="whitespace-nowrap">
              <EnvironmentBadge environment={token.environment} /> <span className="text-muted">v{token.apiVersion}</span>{" "}
              {token.credentialLabel}
            </td>
            <td className="max-w-80 text-xs wrap-anywhere" title={token.askedScopes.join("\n")}>
              {token.askedScopes.length === 0 ? <span className="text-muted">none</span> : token.askedScopes.map(shortScope).join(", ")}
            </td>
            <td className="whitespace-nowrap">{token.madeBy ?? <span className="text-muted">a call</span>}</td>
            <td className="whitespace-nowrap">
              <RelativeTime at={token.issuedAt} />
            </td>
            <td className="whitespace-nowrap">
              <RelativeTime at={token.retiredAt ?? token.expiresAt} />
            </td>
            <td className="text-right">{token.callsServed.toLocaleString("en")}</td>
            <td className="text-right">{perHour(token, now)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function perHour(token: TokenView, now: string): string {
  return callsPerHour(token, Date.parse(now))?.toLocaleString("en", { maximumFractionDigits: 1 }) ?? "";
}
