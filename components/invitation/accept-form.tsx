"use client";

import type { FormEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { signOut } from "@/components/shell/sign-out";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { PasswordInput } from "@/components/ui/password-input";
import { toast } from "@/components/ui/toast";
import { SHORTEST_PASSWORD } from "@/lib/account/password-rule";
import { CallFailed } from "@/lib/http/client";
import type { OfferView } from "@/lib/workspaces/invitations/schema";
import { useAccept } from "./queries";

/** Asks for what is missing: nothing of whoever is signed in, a password of whoever has an account, else a new account. */
export function AcceptForm({ token, offer }: { token: string; offer: OfferView }) {
  const accept = useAccept();
  const { email, hasAccount, signedInAs } = offer;
  if (signedInAs !== null && signedInAs !== email) {
    return (
      <Notice
        tone="warn"
        title={`This invitation is for ${email}`}
        action={
          <Button size="sm" onClick={() => void signOut().catch(() => toast("You are still signed in: the console did not answer. Try again.", "bad"))}>
            Sign out
          </Button>
        }
      >
        You are signed in as {signedInAs}. Sign out, then open the link again.
      </Notice>
    );
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => given.get(name)?.toString();
    accept.mutate({ token, name: text("name"), password: text("password") });
  };
  const issues = accept.error instanceof CallFailed ? (accept.error.problem?.issues ?? []) : [];
  const issueOf = (name: string) => issues.find((issue) => issue.path === `/${name}`)?.message;
  const isSignedIn = signedInAs !== null;
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      {accept.error === null || issues.length > 0 ? null : <ProblemNotice error={accept.error} />}
      {isSignedIn ? null : (
        <Field label="E-mail address" hint={hasAccount ? "You have an account here." : "You sign in with it. Nothing is sent to it."}>
          <Input name="email" type="email" autoComplete="username" value={email} readOnly />
        </Field>
      )}
      {isSignedIn || hasAccount ? null : (
        <Field label="Your name" required error={issueOf("name")}>
          <Input name="name" autoComplete="name" autoFocus />
        </Field>
      )}
      {isSignedIn ? null : (
        <Field
          label="Password"
          required
          hint={hasAccount ? undefined : `At least ${SHORTEST_PASSWORD} characters. A few unrelated words are easy to remember.`}
          error={issueOf("password")}
        >
          <PasswordInput name="password" autoComplete={hasAccount ? "current-password" : "new-password"} />
        </Field>
      )}
      <Button type="submit" variant="primary" size="lg" busy={accept.isPending || accept.isSuccess}>
        {isSignedIn ? `Join as ${email}` : hasAccount ? "Sign in and join" : "Make an account and join"}
      </Button>
    </form>
  );
}
