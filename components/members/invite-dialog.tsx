"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { CallFailed } from "@/lib/http/client";
import type { MailOutcome } from "@/lib/mail/schema";
import { INVITATION_DAYS } from "@/lib/workspaces/invitations/schema";
import { rolesWithin, type Role } from "@/lib/workspaces/model";
import type { useInvitationChanges } from "./queries";

interface InviteDialogProps {
  open: boolean;
  mine: Role;
  invite: ReturnType<typeof useInvitationChanges>["invite"];
  onClose: () => void;
  onInvited: (invited: { email: string; link: string; mail: MailOutcome }) => void;
}

const FIRST_ROLE: Role = "developer";
const FIRST_DAYS = 7;

export function InviteDialog({ open, mine, invite, onClose, onInvited }: InviteDialogProps) {
  const submit = (given: FormData): void => {
    const email = String(given.get("email") ?? "");
    const role = rolesWithin(mine).find((one) => one === given.get("role")) ?? FIRST_ROLE;
    const days = INVITATION_DAYS.find((one) => String(one) === given.get("days")) ?? FIRST_DAYS;
    invite.mutate({ email, role, days }, { onSuccess: ({ link, mail }) => onInvited({ email, link, mail }) });
  };
  const issues = invite.error instanceof CallFailed ? (invite.error.problem?.issues ?? []) : [];
  return (
    <FormDialog
      open={open}
      title="Invite somebody"
      description="You get a link to send to them. Only a person with this address can use it, once."
      submitLabel="Make the link"
      busy={invite.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      {invite.error === null || issues.length > 0 ? null : <ProblemNotice error={invite.error} />}
      <Field label="E-mail address" required error={issues.find(({ path }) => path === "/email")?.message}>
        <Input name="email" type="email" spellCheck={false} autoCapitalize="none" />
      </Field>
      <Field label="Role" hint="What each role may do stands at the end of the settings.">
        <Select name="role" defaultValue={FIRST_ROLE}>
          {rolesWithin(mine).map((role) => (
            <option key={role} value={role}>
              {role}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="The link counts for">
        <Select name="days" defaultValue={FIRST_DAYS}>
          {INVITATION_DAYS.map((days) => (
            <option key={days} value={days}>
              {days === 1 ? "1 day" : `${days} days`}
            </option>
          ))}
        </Select>
      </Field>
    </FormDialog>
  );
}
