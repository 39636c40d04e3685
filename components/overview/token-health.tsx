import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Countdown } from "@/components/ui/countdown";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import type { TokenView } from "@/lib/tokens/schema";

const MOST_SHOWN = 5;

/** The tokens that can be used now, and for how long. */
export function TokenHealth({ tokens, basePath }: { tokens: readonly TokenView[]; basePath: string }) {
  return (
    <Card
      title="Tokens"
      actions={
        <ButtonLink href={`${basePath}/tokens`} variant="ghost" size="sm">
          All tokens
        </ButtonLink>
      }
    >
      {tokens.length === 0 ? (
        <p className="text-sm text-muted">No token is alive. A call gets one when it needs it, or you get one yourself under Tokens.</p>
      ) : (
        <ul className="divide-y divide-line">
          {tokens.slice(0, MOST_SHOWN).map((token) => (
            <li key={token.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm">
              <EnvironmentBadge environment={token.environment} />
              <span className="min-w-0 flex-1 truncate">{token.credentialLabel}</span>
              <span className="text-muted">{token.callsServed === 1 ? "1 call" : `${token.callsServed} calls`}</span>
              <span>
                expires in <Countdown until={token.expiresAt} endedText="0:00, expired" />
              </span>
            </li>
          ))}
        </ul>
      )}
      {tokens.length > MOST_SHOWN ? <p className="pt-1 text-sm text-muted">and {tokens.length - MOST_SHOWN} more</p> : null}
    </Card>
  );
}
