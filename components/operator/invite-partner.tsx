"use client";

import { useState } from "react";
import { LinkDialog } from "@/components/shell/link-dialog";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { CallFailed } from "@/lib/http/client";
import type { PartnerInvited } from "@/lib/operator/partners/schema";
import { usePartnerChanges } from "./queries";

/** The one form that makes a partner's workspace and the link for its first owner. */
export function InvitePartner() {
  const { invite } = usePartnerChanges();
  const [isOpen, setIsOpen] = useState(false);
  const [invited, setInvited] = useState<PartnerInvited>();
  const issues = invite.error instanceof CallFailed ? (invite.error.problem?.issues ?? []) : [];
  const issueAt = (path: string) => issues.find((issue) => issue.path === path)?.message;
  const close = (): void => {
    setIsOpen(false);
    invite.reset();
  };
  return (
    <>
      <Button variant="primary" onClick={() => setIsOpen(true)}>
        Invite a partner
      </Button>
      <FormDialog
        open={isOpen}
        title="Invite a partner"
        description="Makes a workspace with the simulator ready to use, and a link for its first owner. You do not become a member."
        submitLabel="Make the invitation"
        busy={invite.isPending}
        onClose={close}
        onSubmit={(given) => {
          const text = (name: string) => String(given.get(name) ?? "");
          invite.mutate(
            { name: text("name"), email: text("email"), note: text("note") },
            {
              onSuccess: (made) => {
                close();
                setInvited(made);
              },
            },
          );
        }}
      >
        {invite.error === null || issues.length > 0 ? null : <ProblemNotice error={invite.error} />}
        <Field label="Partner" hint="The name of their workspace; they may change it." required error={issueAt("/name")}>
          <Input name="name" autoComplete="off" />
        </Field>
        <Field label="E-mail address of the contact" hint="They become the owner. Only a person with this address can use the link." required error={issueAt("/email")}>
          <Input name="email" type="email" spellCheck={false} autoCapitalize="none" autoComplete="off" />
        </Field>
        <Field label="Note" hint="For operators only, such as the environment they begin with." error={issueAt("/note")}>
          <Input name="note" autoComplete="off" />
        </Field>
      </FormDialog>
      <LinkDialog shown={invited} onClose={() => setInvited(undefined)} />
    </>
  );
}
