"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { CallFailed } from "@/lib/http/client";
import { TOKEN_DAYS } from "@/lib/workspaces/personal-tokens/schema";
import type { usePersonalTokenChanges } from "./queries";
import { USES } from "./uses";

interface MakeDialogProps {
  open: boolean;
  make: ReturnType<typeof usePersonalTokenChanges>["make"];
  onClose: () => void;
  onMade: (token: string) => void;
}

const FIRST_DAYS = 30;

export function MakeDialog({ open, make, onClose, onMade }: MakeDialogProps) {
  const submit = (given: FormData): void => {
    const scopes = USES.filter(({ id }) => given.getAll("uses").includes(id)).flatMap((use) => use.scopes);
    const days = TOKEN_DAYS.find((one) => String(one) === given.get("days")) ?? FIRST_DAYS;
    make.mutate({ name: String(given.get("name") ?? ""), scopes: [...new Set(scopes)], days }, { onSuccess: ({ token }) => onMade(token) });
  };
  const issues = make.error instanceof CallFailed ? (make.error.problem?.issues ?? []) : [];
  const issueOf = (name: string) => issues.find(({ path }) => path === `/${name}`)?.message;
  return (
    <FormDialog
      open={open}
      title="New personal token"
      description="For a script or a pipeline. It never may more than you, and nothing of members, settings, secrets or your account."
      submitLabel="Make the token"
      busy={make.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      {make.error === null || issues.length > 0 ? null : <ProblemNotice error={make.error} />}
      <Field label="Name" required hint="Where it is used, so that you know later." error={issueOf("name")}>
        <Input name="name" />
      </Field>
      <fieldset className="grid gap-2.5">
        <legend className="mb-1.5 text-sm font-medium">It may</legend>
        {USES.map(({ id, label, hint }) => (
          <Checkbox key={id} name="uses" value={id} label={label} hint={hint} defaultChecked={id === "read"} />
        ))}
        {issueOf("scopes") === undefined ? null : (
          <p role="alert" className="text-xs text-bad">
            {issueOf("scopes")}
          </p>
        )}
      </fieldset>
      <Field label="It counts for">
        <Select name="days" defaultValue={FIRST_DAYS}>
          {TOKEN_DAYS.map((days) => (
            <option key={days} value={days}>
              {days} days
            </option>
          ))}
        </Select>
      </Field>
    </FormDialog>
  );
}
