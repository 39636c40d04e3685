"use client";

import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useLinkCode } from "@/components/shell/link-code";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PasswordInput } from "@/components/ui/password-input";
import { SHORTEST_PASSWORD } from "@/lib/account/password-rule";
import { setPasswordByLink, type NewPassword } from "@/lib/account/schema";
import { CallFailed, callApi } from "@/lib/http/client";

/** For whoever comes with the link that an operator made for them. */
export function NewPasswordForm() {
  const token = useLinkCode();
  const set = useMutation({ mutationFn: (body: NewPassword) => callApi({ method: "POST", path: "/bff/password", body, answer: setPasswordByLink.answer }) });
  if (set.data !== undefined) {
    return (
      <Notice
        tone="good"
        live
        title="Your password is set"
        action={
          <ButtonLink href="/sign-in" size="sm">
            Sign in
          </ButtonLink>
        }
      >
        Sign in as {set.data.email} with the new one.
      </Notice>
    );
  }
  if (token === "") return <Notice title="The link is not complete">Open the whole link that you were given. Its last part, after “#”, says whom it is for.</Notice>;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    set.mutate({ token, password: String(new FormData(event.currentTarget).get("password") ?? "") });
  };
  const issues = set.error instanceof CallFailed ? (set.error.problem?.issues ?? []) : [];
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      {set.error === null || issues.length > 0 ? null : <ProblemNotice error={set.error} />}
      <Field
        label="New password"
        required
        hint={`At least ${SHORTEST_PASSWORD} characters. A few unrelated words are easy to remember.`}
        error={issues.find(({ path }) => path === "/password")?.message}
      >
        <PasswordInput name="password" autoComplete="new-password" autoFocus />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={set.isPending}>
        {set.isPending ? "Setting it…" : "Set the password"}
      </Button>
    </form>
  );
}
