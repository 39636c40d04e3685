"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { OneTimeLinkDialog } from "@/components/shell/one-time-link-dialog";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { toast } from "@/components/ui/toast";
import { CallFailed } from "@/lib/http/client";
import type { PersonChange, PersonRow } from "@/lib/operator/people/schema";
import { usePasswordLink, usePersonChange } from "./queries";

interface Asked {
  change: PersonChange;
  title: string;
  description: string;
  confirmLabel: string;
  done: string;
  /** To be typed first. */
  confirmWord?: string;
  danger: boolean;
}

/** What an operator may do to a person, each confirmed first. */
export function PersonActions({ person }: { person: PersonRow }) {
  const { name, isDisabled, isOperator, isYou } = person;
  const change = usePersonChange();
  const passwordLink = usePasswordLink();
  const [asked, setAsked] = useState<Asked>();
  const [isOpen, setIsOpen] = useState(false);
  const ask = (next: Asked): void => {
    setAsked(next);
    setIsOpen(true);
  };
  const act = (wanted: Asked): void =>
    change.mutate(
      { person: person.userId, change: wanted.change },
      {
        onSuccess: () => toast(wanted.done, "good"),
        onError: (error) => {
          const warning = error instanceof CallFailed ? error.problem?.issues?.find(({ path }) => path === "/word") : undefined;
          if (!warning || wanted.confirmWord !== undefined) return;
          change.reset();
          ask({ ...wanted, change: { disabled: true, word: person.email }, description: warning.message, confirmWord: person.email });
        },
      },
    );
  return (
    <>
      <DropdownMenu label={`Actions for ${name}`} align="end" variant="ghost" size="icon-sm" trigger={<Ellipsis aria-hidden />}>
        {isOperator ? (
          <MenuItem onSelect={() => ask(unmaking(name, isYou))}>Unmake operator</MenuItem>
        ) : (
          <MenuItem disabled={isDisabled} onSelect={() => ask(making(name))}>Make operator</MenuItem>
        )}
        <MenuItem disabled={isDisabled} onSelect={() => passwordLink.mutate(person.userId)}>
          Link for a new password
        </MenuItem>
        {isDisabled ? (
          <MenuItem onSelect={() => ask(enabling(name))}>Enable</MenuItem>
        ) : (
          <MenuItem danger disabled={isYou} onSelect={() => ask(disabling(name))}>
            Disable
          </MenuItem>
        )}
      </DropdownMenu>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={asked?.title ?? ""}
        description={asked?.description}
        confirmLabel={asked?.confirmLabel ?? ""}
        danger={asked?.danger ?? false}
        confirmWord={asked?.confirmWord}
        onConfirm={() => {
          setIsOpen(false);
          if (asked) act(asked);
        }}
      />
      <OneTimeLinkDialog
        link={passwordLink.data?.link}
        label="Link for a new password"
        title={`A new password for ${passwordLink.data?.email ?? ""}`}
        description="Hand this link to them yourself, over a way that only they read: whoever opens it first sets the password. It works once, within a day, and is shown only now. A newer one takes its place."
        onClose={() => passwordLink.reset()}
      />
      <Dialog open={passwordLink.error !== null} onOpenChange={(stays) => !stays && passwordLink.reset()} size="sm" title="There is no link">
        <ProblemNotice error={passwordLink.error} onRetry={() => passwordLink.mutate(person.userId)} />
      </Dialog>
      <Dialog open={change.error !== null} onOpenChange={(stays) => !stays && change.reset()} size="sm" title={`${name} was not changed`}>
        <ProblemNotice
          error={change.error}
          onRetry={() => {
            change.reset();
            if (asked) act(asked);
          }}
        />
      </Dialog>
    </>
  );
}

function making(name: string): Asked {
  return { change: { operator: true }, title: `Make ${name} an operator?`, description: "They see the board, invite partners, disable people and make operators. It opens no workspace.", confirmLabel: "Make operator", done: `${name} is an operator now.`, danger: false };
}

function unmaking(name: string, isYou: boolean): Asked {
  const description = isYou ? "These pages close for you at once. Another operator can make you one again." : "These pages close for them at once. Open invitations that they made stop counting.";
  return { change: { operator: false }, title: `Unmake ${isYou ? "yourself" : name} an operator?`, description, confirmLabel: "Unmake operator", done: `${name} is no operator any more.`, danger: true };
}

function disabling(name: string): Asked {
  return { change: { disabled: true }, title: `Disable ${name}?`, description: "They are signed out everywhere, and their personal tokens end for good. What they did stays, and so do their memberships.", confirmLabel: "Disable", done: `${name} is disabled.`, danger: true };
}

function enabling(name: string): Asked {
  return { change: { disabled: false }, title: `Enable ${name}?`, description: "They may sign in again, with the memberships they had. Personal tokens have to be made anew.", confirmLabel: "Enable", done: `${name} may sign in again.`, danger: false };
}
