"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { MailOutcome } from "@/lib/mail/schema";
import type { InvitationView } from "@/lib/workspaces/invitations/schema";
import { rolesWithin, type Role } from "@/lib/workspaces/model";
import { InviteDialog } from "./invite-dialog";
import { LinkDialog } from "@/components/shell/link-dialog";
import { useInvitationChanges, useInvitations } from "./queries";

interface InvitationsCardProps {
  slug: string;
  mine: Role;
  initial: readonly InvitationView[];
}

export function InvitationsCard({ slug, mine, initial }: InvitationsCardProps) {
  const invitations = useInvitations(slug, initial);
  const { invite, renew, withdraw } = useInvitationChanges(slug);
  const [isInviting, setIsInviting] = useState(false);
  const [shown, setShown] = useState<{ email: string; link: string; mail: MailOutcome }>();
  const failed = renew.error ?? withdraw.error;
  return (
    <Card
      title="Invitations"
      description="An invitation is a link for one person. You get it to copy; where mail is set up, the console sends it too."
      actions={
        <Button variant="primary" size="sm" onClick={() => setIsInviting(true)}>
          Invite somebody
        </Button>
      }
    >
      {failed === null ? null : <ProblemNotice error={failed} className="mb-3" />}
      {invitations.data.length === 0 ? (
        <p className="text-muted">Nobody is invited at the moment.</p>
      ) : (
        <ul className="divide-y divide-line">
          {invitations.data.map(({ id, email, role, invitedBy, expiresAt, isExpired }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0">
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2 font-medium break-all">
                  {email} <Badge>{role}</Badge>
                  {isExpired ? <Badge tone="warn">expired</Badge> : null}
                </p>
                <p className="text-xs text-muted">
                  Invited by {invitedBy} · {isExpired ? "expired" : "expires"} <RelativeTime at={expiresAt} />
                </p>
              </div>
              {rolesWithin(mine).includes(role) ? (
                <>
                  <Button
                    size="sm"
                    busy={renew.isPending}
                    aria-label={`New link for ${email}`}
                    onClick={() => renew.mutate(id, { onSuccess: ({ link, mail }) => setShown({ email, link, mail }) })}
                  >
                    New link
                  </Button>
                  <Button
                    size="sm"
                    busy={withdraw.isPending}
                    aria-label={`Withdraw the invitation of ${email}`}
                    onClick={() => withdraw.mutate(id, { onSuccess: () => toast(`The invitation of ${email} was withdrawn.`, "good") })}
                  >
                    Withdraw
                  </Button>
                </>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <InviteDialog
        open={isInviting}
        mine={mine}
        invite={invite}
        onClose={() => {
          setIsInviting(false);
          invite.reset();
        }}
        onInvited={(invited) => {
          setIsInviting(false);
          setShown(invited);
        }}
      />
      <LinkDialog shown={shown} onClose={() => setShown(undefined)} />
    </Card>
  );
}
