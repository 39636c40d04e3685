"use client";

import { KeyRound, Ticket } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { scopeKey } from "@/lib/scopes/model";
import type { ExchangeView, TimelineView, TokenList, TokenView } from "@/lib/tokens/schema";
import type { ApiVersion, Environment } from "@/lib/upstream/model";
import { ExchangeCard } from "./exchange-card";
import { ExchangeList } from "./exchange-list";
import { Inspector } from "./inspector";
import { PastedToken } from "./pasted-token";
import { useExchange, useForget, useMint, useToken, useTokens } from "./queries";
import { Timeline } from "./timeline";
import { TokenRequest, type CredentialChoice } from "./token-request";

export interface TokensWorkbenchProps {
  slug: string;
  environment: Environment;
  apiVersion: ApiVersion;
  /** Credentials of this environment that this person may use. */
  credentials: readonly CredentialChoice[];
  /** Why there is none to choose though the environment has some; undefined when that is not so. */
  withheld: string | undefined;
  /** Why this person may not ask for tokens; undefined when they may. */
  refusal: string | undefined;
  initial: { tokens: TokenList; timeline: TimelineView; exchange: ExchangeView | undefined; scopes: readonly string[] };
  picker: (choice: { value: readonly string[]; onChange: (scopes: string[]) => void; disabled: boolean }) => ReactNode;
  comparison: (token: TokenView) => ReactNode;
  explanation: (exchange: ExchangeView) => ReactNode;
}

/** The page of tokens: ask on the left, see what happened on the right, and what it carried below. */
export function TokensWorkbench(props: TokensWorkbenchProps) {
  const { slug, environment, apiVersion, credentials, withheld, refusal, initial, picker, comparison, explanation } = props;
  const [scopes, setScopes] = useState<readonly string[]>(initial.scopes);
  const [chosenCredential, setCredential] = useState<string>();
  const [openId, setOpenId] = useState(initial.exchange?.id);
  const cancel = useRef<AbortController>(undefined);
  const tokens = useTokens(slug, initial.tokens);
  const exchange = useExchange(slug, openId, initial.exchange);
  const mint = useMint(slug);
  const forget = useForget(slug);

  const credentialId =
    credentials.find(({ id }) => id === chosenCredential)?.id ??
    credentials.find(({ isDisabled }) => !isDisabled)?.id ??
    credentials[0]?.id ??
    "";
  const living = tokens.data.tokens.find(
    (token) =>
      token.state === "live" &&
      token.credentialId === credentialId &&
      token.apiVersion === apiVersion &&
      scopeKey(token.askedScopes) === scopeKey(scopes),
  );
  const listed = tokens.data.tokens.find(({ exchangeId }) => exchangeId === openId);
  const unlisted = useToken(slug, listed === undefined ? (exchange.data?.tokenId ?? undefined) : undefined);
  const shown = listed ?? unlisted.data;
  const open = (id: string): void => {
    setOpenId(id);
    document.getElementById("exchange")?.scrollIntoView({ block: "start" });
  };
  const ask = (again: boolean): void => {
    const controller = new AbortController();
    cancel.current = controller;
    mint.mutate(
      { input: { credentialId, apiVersion, scopes: [...scopes], again }, signal: controller.signal },
      { onSuccess: (answer) => open(answer.exchange.id) },
    );
  };
  const wasCancelled = mint.error?.name === "AbortError";

  return (
    <div className="space-y-5">
      <div className="grid items-start gap-5 xl:grid-cols-[25rem_minmax(0,1fr)]">
        {withheld !== undefined ? (
          <Card>
            <EmptyState icon={<KeyRound />} title={`Nothing for you in ${environment}`}>
              {withheld}
            </EmptyState>
          </Card>
        ) : credentials.length === 0 ? (
          <Card>
            <EmptyState
              icon={<KeyRound />}
              title={`No credential for ${environment}`}
              action={<ButtonLink href={`/${slug}/credentials`}>Add a credential</ButtonLink>}
            >
              A token is given in exchange for a client id and a secret. Add the ones for this environment first, or switch to the
              simulator.
            </EmptyState>
          </Card>
        ) : (
          <TokenRequest
            credentials={credentials}
            credentialId={credentialId}
            onCredential={setCredential}
            picker={picker({ value: scopes, onChange: setScopes, disabled: mint.isPending })}
            hasLiving={living !== undefined}
            refusal={refusal}
            isPending={mint.isPending}
            onAsk={ask}
            onCancel={() => cancel.current?.abort()}
          />
        )}
        <div id="exchange" className="min-w-0 scroll-mt-20 space-y-5">
          <p role="status" className="sr-only">
            {mint.data
              ? mint.data.token
                ? `Token ${mint.data.token.fingerprint} is there.`
                : "No token was given. The explanation follows."
              : ""}
          </p>
          {wasCancelled ? (
            <Notice title="You cancelled the exchange" live>
              The connection was closed. Should a token have been given anyway, nobody keeps it.
            </Notice>
          ) : null}
          {mint.isError && !wasCancelled ? <ProblemNotice error={mint.error} onRetry={() => ask(false)} /> : null}
          {forget.isError ? <ProblemNotice error={forget.error} /> : null}
          {exchange.isError ? <ProblemNotice error={exchange.error} onRetry={() => void exchange.refetch()} /> : null}
          {exchange.data ? (
            <ExchangeCard
              exchange={exchange.data}
              reused={mint.data?.reused === true && mint.data.exchange.id === openId}
              explanation={exchange.data.diagnosis === null ? null : explanation(exchange.data)}
            />
          ) : exchange.isLoading ? (
            <Skeleton className="h-72" />
          ) : (
            <Card>
              <EmptyState icon={<Ticket />} title="No exchange yet">
                Choose scopes and ask for a token. The request and the reply appear here exactly as they were sent, with secrets hidden.
              </EmptyState>
            </Card>
          )}
          {shown ? (
            <Inspector
              token={shown}
              comparison={comparison(shown)}
              mayForget={refusal === undefined}
              isForgetting={forget.isPending}
              onForget={(id) => forget.mutate(id)}
            />
          ) : null}
        </div>
      </div>
      <Timeline slug={slug} initial={initial.timeline} onOpen={(token) => open(token.exchangeId)} />
      {tokens.data.exchanges.length === 0 ? null : <ExchangeList exchanges={tokens.data.exchanges} openId={openId} onOpen={open} />}
      <PastedToken />
    </div>
  );
}
