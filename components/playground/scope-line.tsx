"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import type { Operation } from "@/lib/catalog/model";
import { scopeKey, shortScope } from "@/lib/scopes/model";
import { useTokenList } from "@/components/shell/token-list";
import { useMint } from "./queries";
import type { Target } from "./draft";

interface ScopeLineProps {
  slug: string;
  operation: Operation;
  target: Target;
  onChoose: () => void;
  /** The next send asks for these. */
  onScopes: (scopes: readonly string[]) => void;
  onFailure: (error: unknown) => void;
}

/** The scope that is needed against the scope that is held, before anything is sent. */
export function ScopeLine({ slug, operation, target, onChoose, onScopes, onFailure }: ScopeLineProps) {
  const { data } = useTokenList(slug, target.credentialId !== null);
  const mint = useMint(slug);
  if (operation.auth !== "bearer")
    return (
      <p className="text-xs text-muted">
        {operation.auth === "basic" ? "This operation is how a token is got." : "This operation needs no token."}
      </p>
    );

  const { credentialId } = target;
  const held = data?.tokens.find(
    (token) =>
      token.state === "live" &&
      token.credentialId === credentialId &&
      token.apiVersion === target.apiVersion &&
      scopeKey(token.askedScopes) === scopeKey(target.scopes),
  );
  const granted = held?.grantedScopes ?? held?.askedScopes;
  const lacking = granted === undefined ? [] : operation.scopes.filter((scope) => !granted.includes(scope));
  // What is needed and not asked for is asked for as well; what was asked for and not granted can only be asked for once more.
  const wanted = [...target.scopes, ...operation.scopes.filter((scope) => !target.scopes.includes(scope))];
  const isAskedFor = wanted.length === target.scopes.length;
  const get = (onCredential: string): void => {
    onScopes(wanted);
    mint.mutate({ credentialId: onCredential, apiVersion: target.apiVersion, scopes: wanted, again: held !== undefined && isAskedFor }, { onError: onFailure });
  };
  const isAskingOther = scopeKey(target.scopes) !== scopeKey(operation.scopes);
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      <span className="text-muted">Needs</span>
      {operation.scopes.length === 0 ? <span>no scope that is documented</span> : null}
      {operation.scopes.map((scope) => (
        <code key={scope} title={`${scope}: ${operation.scopeSource}`} className="rounded bg-hover px-1">
          {shortScope(scope)}
        </code>
      ))}
      {operation.scopeInferred ? (
        <Badge tone="outline" title={operation.scopeSource}>
          inferred
        </Badge>
      ) : null}
      {isAskingOther ? (
        <>
          <span className="text-muted">· asks for</span>
          <span>{target.scopes.length === 0 ? "none" : target.scopes.map(shortScope).join(", ")}</span>
        </>
      ) : null}
      <span className="flex items-center gap-1">
        {held === undefined ? (
          <span className="text-muted">· no live token has it</span>
        ) : lacking.length === 0 ? (
          <>
            <CircleCheck aria-hidden className="size-3.5 text-good" />
            <span>
              held for <Countdown until={held.expiresAt} endedText="0:00, it is renewed with the next send" />
            </span>
          </>
        ) : (
          <>
            <TriangleAlert aria-hidden className="size-3.5 text-warn" />
            <span className="text-warn">not granted: {lacking.map(shortScope).join(", ")}</span>
          </>
        )}
      </span>
      {(held === undefined || lacking.length > 0) && credentialId !== null ? (
        <Button variant="link" size="sm" busy={mint.isPending} onClick={() => get(credentialId)}>
          {mint.isPending ? "Getting a token…" : held === undefined ? "Get a token that has it" : isAskedFor ? "Ask for it again" : "Ask for it"}
        </Button>
      ) : null}
      <Button variant="link" size="sm" onClick={onChoose}>
        Other scopes
      </Button>
    </div>
  );
}
