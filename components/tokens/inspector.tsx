"use client";

import { useState, type ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { TokenView } from "@/lib/tokens/schema";
import { InspectionView } from "./inspection-view";
import { LifetimeBar } from "./lifetime-bar";
import { countWords, STATES } from "./words";

interface InspectorProps {
  token: TokenView;
  /** Asked, granted and needed side by side. */
  comparison: ReactNode;
  mayForget: boolean;
  isForgetting: boolean;
  onForget: (id: string) => void;
}

/** Everything that can be said of a token without showing it. */
export function Inspector({ token, comparison, mayForget, isForgetting, onForget }: InspectorProps) {
  const [isAsking, setIsAsking] = useState(false);
  const state = STATES[token.state];
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          Token <code className="font-normal text-muted">{token.fingerprint}</code>
          <Badge tone={state.tone}>{state.word}</Badge>
        </span>
      }
      description={`${state.meaning} It has served ${countWords(token.callsServed, "call")}.`}
      actions={
        mayForget && token.state === "live" ? (
          <Button size="sm" busy={isForgetting} onClick={() => setIsAsking(true)}>
            Forget
          </Button>
        ) : undefined
      }
    >
      <div className="space-y-5">
        <LifetimeBar token={token} />
        {comparison}
        <InspectionView inspection={token.inspection} />
        <p className="text-xs text-pretty text-muted">
          The token itself stays on the server. The fingerprint tells it from others and cannot be turned back.
        </p>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Forget this token?"
        description="The console erases it, and the next call makes a new exchange. Prioticket has no way to revoke it: it stays valid there until it expires."
        confirmLabel="Forget token"
        busy={isForgetting}
        onConfirm={() => {
          setIsAsking(false);
          onForget(token.id);
        }}
      />
    </Card>
  );
}
