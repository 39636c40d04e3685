"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { useLinkCode } from "@/components/shell/link-code";
import { Badge } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { AcceptForm } from "./accept-form";
import { useOffer } from "./queries";

/** What the link in the address offers, and the way to take it. */
export function Invitation() {
  const token = useLinkCode();
  const offer = useOffer(token);
  if (token === "") return <Notice title="The link is not complete">Open the whole link that you were given. Its last part, after “#”, says which invitation it is.</Notice>;
  if (offer.error !== null) return <ProblemNotice error={offer.error} />;
  if (offer.data === undefined) return <Skeleton className="h-40" />;
  const { workspaceName, role, invitedBy, expiresAt } = offer.data;
  return (
    <div className="grid gap-5">
      <p className="rounded-lg border border-line bg-surface px-4 py-3">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {workspaceName} <Badge>{role}</Badge>
        </span>
        <span className="text-xs text-muted">
          {invitedBy === "" ? "" : `Invited by ${invitedBy} · `}expires <RelativeTime at={expiresAt} />
        </span>
      </p>
      <AcceptForm token={token} offer={offer.data} />
    </div>
  );
}
