"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { PersonalTokenView } from "@/lib/workspaces/personal-tokens/schema";
import { MakeDialog } from "./make-dialog";
import { usePersonalTokenChanges, usePersonalTokens } from "./queries";

export function PersonalTokensCard({ slug, initial }: { slug: string; initial: readonly PersonalTokenView[] }) {
  const tokens = usePersonalTokens(slug, initial);
  const { make, revoke } = usePersonalTokenChanges(slug);
  const [isMaking, setIsMaking] = useState(false);
  const [shown, setShown] = useState<string>();
  return (
    <Card
      title="Your personal tokens"
      description={`For scripts: send one as “Authorization: Bearer …” to /api/bff/workspaces/${slug}/…`}
      actions={
        <Button size="sm" onClick={() => setIsMaking(true)}>
          New token
        </Button>
      }
    >
      {revoke.error === null ? null : <ProblemNotice error={revoke.error} className="mb-3" />}
      {shown === undefined ? null : (
        <Notice tone="good" live title="Copy it now: it is shown only this once" className="mb-3">
          <CodeBlock label="Personal token" code={shown} wrap className="mt-2" />
        </Notice>
      )}
      {tokens.data.length === 0 ? (
        <p className="text-muted">You have none for this workspace.</p>
      ) : (
        <ul className="divide-y divide-line">
          {tokens.data.map(({ id, name, scopes, lastUsedAt, expiresAt, isExpired }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0">
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {name} {isExpired ? <Badge tone="warn">expired</Badge> : null}
                </p>
                <p className="text-xs text-muted">{scopes.join(", ")}</p>
                <p className="text-xs text-muted">
                  {lastUsedAt === null ? (
                    "Never used"
                  ) : (
                    <>
                      Last used <RelativeTime at={lastUsedAt} />
                    </>
                  )}{" "}
                  · {isExpired ? "expired" : "expires"} <RelativeTime at={expiresAt} />
                </p>
              </div>
              <Button
                size="sm"
                busy={revoke.isPending}
                aria-label={`Revoke ${name}`}
                onClick={() => revoke.mutate(id, { onSuccess: () => toast(`${name} was revoked.`, "good") })}
              >
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      <MakeDialog
        open={isMaking}
        make={make}
        onClose={() => {
          setIsMaking(false);
          make.reset();
        }}
        onMade={(token) => {
          setIsMaking(false);
          setShown(token);
        }}
      />
    </Card>
  );
}
