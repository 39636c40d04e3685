"use client";

import type { FormEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PasswordInput } from "@/components/ui/password-input";
import { SHORTEST_PASSWORD } from "@/lib/account/password-rule";
import { CallFailed } from "@/lib/http/client";
import { useChangePassword } from "./queries";

export function PasswordForm() {
  const change = useChangePassword();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    change.mutate({ current: String(given.get("current") ?? ""), next: String(given.get("next") ?? "") }, { onSuccess: () => form.reset() });
  };
  const issues = change.error instanceof CallFailed ? (change.error.problem?.issues ?? []) : [];
  const issueOf = (name: string) => issues.find((issue) => issue.path === `/${name}`)?.message;
  return (
    <Card title="Password" description="Changing it signs you out everywhere else.">
      <form onSubmit={submit} noValidate className="grid max-w-sm gap-4">
        {change.error === null || issues.length > 0 ? null : <ProblemNotice error={change.error} />}
        {change.data === undefined ? null : (
          <Notice tone="good" live title="Your password is changed">
            {change.data.revoked === 0 ? "You were signed in nowhere else." : `Signed out of ${change.data.revoked} other ${change.data.revoked === 1 ? "browser" : "browsers"}.`}
          </Notice>
        )}
        <Field label="Current password" required error={issueOf("current")}>
          <PasswordInput name="current" autoComplete="current-password" />
        </Field>
        <Field label="New password" required hint={`At least ${SHORTEST_PASSWORD} characters. A few unrelated words are easy to remember.`} error={issueOf("next")}>
          <PasswordInput name="next" autoComplete="new-password" />
        </Field>
        <div>
          <Button type="submit" variant="primary" busy={change.isPending}>
            {change.isPending ? "Changing…" : "Change password"}
          </Button>
        </div>
      </form>
    </Card>
  );
}
