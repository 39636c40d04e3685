"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { SessionView } from "@/lib/account/schema";
import { useRevoke, useSessions } from "./queries";

export function SessionList({ initial }: { initial: readonly SessionView[] }) {
  const sessions = useSessions(initial);
  const revoke = useRevoke();
  const [isAsking, setIsAsking] = useState(false);
  const others = sessions.data.filter((session) => !session.isThisOne);
  const end = (id: string | undefined): void => {
    revoke.mutate(id, { onSuccess: ({ revoked }) => toast(revoked === 1 ? "One session was ended." : `${revoked} sessions were ended.`, "good") });
  };
  return (
    <Card
      title="Where you are signed in"
      description="A session ends after 12 hours without use, and after 7 days in any case."
      actions={
        others.length < 2 ? undefined : (
          <Button size="sm" onClick={() => setIsAsking(true)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      {sessions.error === null ? null : <ProblemNotice error={sessions.error} onRetry={() => void sessions.refetch()} className="mb-3" />}
      {revoke.error === null ? null : <ProblemNotice error={revoke.error} className="mb-3" />}
      <ul className="divide-y divide-line">
        {sessions.data.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {session.device}
                {session.isThisOne ? <Badge>this browser</Badge> : null}
              </p>
              <p className="text-xs text-muted">
                Last seen <RelativeTime at={session.lastSeenAt} /> · signed in <RelativeTime at={session.startedAt} />
              </p>
            </div>
            {session.isThisOne ? null : (
              <Button size="sm" disabled={revoke.isPending} onClick={() => end(session.id)} aria-label={`End the session of ${session.device}`}>
                End session
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Sign out everywhere else?"
        description="Every other browser has to sign in again. This one stays signed in."
        confirmLabel="Sign out everywhere else"
        onConfirm={() => {
          setIsAsking(false);
          end(undefined);
        }}
      />
    </Card>
  );
}
