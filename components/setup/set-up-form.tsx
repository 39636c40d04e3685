"use client";

import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SHORTEST_PASSWORD } from "@/lib/account/password-rule";
import { setUpAnswer } from "@/lib/account/schema";
import { CallFailed, callApi } from "@/lib/http/client";
import { useLinkCode } from "@/components/shell/link-code";

export function SetUpForm() {
  const code = useLinkCode();
  const setUp = useMutation({
    mutationFn: (body: Record<string, string>) => callApi({ method: "POST", path: "/setup", body, answer: setUpAnswer }),
    // The whole page is loaded anew, because everything on it was rendered for nobody.
    onSuccess: ({ workspace }) => location.replace(`/${workspace}`),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "");
    setUp.mutate({ token: code || text("token").trim(), name: text("name"), email: text("email"), password: text("password") });
  };
  const issues = setUp.error instanceof CallFailed ? (setUp.error.problem?.issues ?? []) : [];
  const issueOf = (name: string) => issues.find((issue) => issue.path === `/${name}`)?.message;

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      {setUp.error === null || issues.length > 0 ? null : <ProblemNotice error={setUp.error} />}
      {code !== "" ? null : (
        <Field label="Set-up code" required hint="The part after “token=” in the link that the console printed when it started." error={issueOf("token")}>
          <Input name="token" mono />
        </Field>
      )}
      <Field label="Your name" required error={issueOf("name")}>
        <Input name="name" autoComplete="name" autoFocus />
      </Field>
      <Field label="E-mail address" required hint="You sign in with it. Nothing is sent to it." error={issueOf("email")}>
        <Input name="email" type="email" autoComplete="username" spellCheck={false} autoCapitalize="none" />
      </Field>
      <Field label="Password" required hint={`At least ${SHORTEST_PASSWORD} characters. A few unrelated words are easy to remember.`} error={issueOf("password")}>
        <PasswordInput name="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={setUp.isPending || setUp.isSuccess}>
        {setUp.isPending || setUp.isSuccess ? "Setting up…" : "Set up the console"}
      </Button>
    </form>
  );
}
