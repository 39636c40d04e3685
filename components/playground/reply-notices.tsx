import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import type { RunState } from "./run-state";

interface ReplyNoticesProps {
  state: RunState;
  tokensHref: string;
  /** Sends the form once more; asks first where it must. */
  onRetry: () => void;
}

/** What a person has to know, or can do, about the token of a send. */
export function ReplyNotices({ state, tokensHref, onRetry }: ReplyNoticesProps) {
  const without = withoutToken(state);
  if (without !== undefined) {
    return (
      <Notice
        tone="error"
        title="Nothing was sent, because there is no token"
        className="m-3"
        action={
          without.exchangeId === null ? null : (
            <ButtonLink prefetch={false} size="sm" variant="secondary" href={`${tokensHref}&exchange=${without.exchangeId}`}>
              See the exchange
            </ButtonLink>
          )
        }
      >
        {without.detail}
      </Notice>
    );
  }
  if (state.phase !== "done" || !state.trailer.tokenRetired) return null;
  return (
    <Notice
      tone="warn"
      live
      title="The token was refused and is retired"
      className="m-3"
      action={
        <Button size="sm" onClick={onRetry}>
          Send again with a new token
        </Button>
      }
    >
      A change is never repeated by itself. Sending it again gets a new token first.
    </Notice>
  );
}

function withoutToken(state: RunState): { exchangeId: string | null; detail: string } | undefined {
  if (state.phase === "kept" && state.run.exchangeId !== null) return { exchangeId: state.run.exchangeId, detail: "The exchange says why." };
  if (state.phase === "done" && state.trailer.outcome.kind === "no-token") return state.trailer.outcome;
  return undefined;
}
