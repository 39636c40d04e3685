"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { MemberView } from "@/lib/workspaces/members/schema";
import { mayRole, type Role } from "@/lib/workspaces/model";
import { EnvironmentsDialog } from "./environments-dialog";
import { MemberRow, type Asked } from "./member-row";
import { useMemberChanges, useMembers } from "./queries";

interface MembersCardProps {
  slug: string;
  mine: Role;
  initial: readonly MemberView[];
}

export function MembersCard({ slug, mine, initial }: MembersCardProps) {
  const members = useMembers(slug, initial);
  const { change, remove, transfer, endSessions } = useMemberChanges(slug);
  const [asked, setAsked] = useState<{ what: Asked; who: MemberView }>();
  const done = (): void => setAsked(undefined);
  const failed = change.error ?? remove.error ?? transfer.error ?? endSessions.error;
  const retry = (): void => {
    forget();
    if (failed === change.error && change.variables) change.mutate(change.variables, { onSuccess: () => location.reload() });
    if (failed === remove.error && remove.variables) remove.mutate(remove.variables);
    if (failed === transfer.error && transfer.variables) transfer.mutate(transfer.variables, { onSuccess: () => location.reload() });
    if (failed === endSessions.error && endSessions.variables) endSessions.mutate(endSessions.variables);
  };
  const forget = (): void => [change, remove, transfer, endSessions].forEach((mutation) => mutation.reset());
  const confirm = ({ what, who }: { what: Asked; who: MemberView }): void => {
    done();
    forget();
    if (what === "remove") remove.mutate(who.userId, { onSuccess: () => toast(`${who.name} is no longer a member.`, "good") });
    if (what === "transfer") transfer.mutate(who.userId, { onSuccess: () => location.reload() });
    if (what === "sign-out")
      endSessions.mutate(who.userId, {
        onSuccess: ({ ended }) => toast(ended === 0 ? `${who.name} was signed in nowhere.` : `${who.name} was signed out of ${ended} ${ended === 1 ? "browser" : "browsers"}.`, "good"),
      });
  };
  return (
    <Card title="Members" flush>
      {failed === null ? null : (
        <ProblemNotice error={failed} className="mx-4 mb-3" onRetry={retry} />
      )}
      <Table label="People and their roles" className="rounded-none border-x-0 border-b-0">
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Role</th>
            <th scope="col">May send to</th>
            <th scope="col">Joined</th>
            {mayRole(mine, "member.manage") ? (
              <th scope="col" className="relative">
                <span className="sr-only">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {members.data.map((member) => (
            <MemberRow
              key={member.userId}
              member={member}
              mine={mine}
              isBusy={change.isPending}
              onRole={(role) => {
                forget();
                change.mutate(
                  { id: member.userId, body: { role } },
                  { onSuccess: () => (member.isYou ? location.reload() : toast(`${member.name} is ${role} now.`, "good")) },
                );
              }}
              onAsk={(what) => setAsked({ what, who: member })}
            />
          ))}
        </tbody>
      </Table>
      <EnvironmentsDialog
        key={asked?.what === "environments" ? asked.who.userId : "none"}
        member={asked?.what === "environments" ? asked.who : undefined}
        isBusy={change.isPending}
        onClose={done}
        onSave={(rights) => {
          const who = asked?.who;
          done();
          if (who) change.mutate({ id: who.userId, body: rights }, { onSuccess: () => toast(`Saved for ${who.name}.`, "good") });
        }}
      />
      <ConfirmDialog
        open={asked !== undefined && asked.what !== "environments"}
        onOpenChange={(isOpen) => {
          if (!isOpen) done();
        }}
        {...wordsOf(asked)}
        onConfirm={() => {
          if (asked) confirm(asked);
        }}
      />
    </Card>
  );
}

function wordsOf(asked: { what: Asked; who: MemberView } | undefined): { title: string; description: string; confirmLabel: string } {
  const name = asked?.who.name ?? "";
  if (asked?.what === "transfer") {
    return { title: `Make ${name} the owner?`, description: "You become an admin. Only they can give the workspace back.", confirmLabel: "Hand over" };
  }
  if (asked?.what === "sign-out") {
    return { title: `Sign ${name} out everywhere?`, description: "Every browser of theirs has to sign in again, for all their workspaces on this console.", confirmLabel: "Sign out" };
  }
  return {
    title: `Remove ${name}?`,
    description: "From their next click on they see nothing of this workspace, and their personal tokens for it stop working. What they did stays on record.",
    confirmLabel: "Remove",
  };
}
