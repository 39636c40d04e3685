"use client";

import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { enterThrough, enterWithPassword, type Entry } from "./enter";
import { SignInOutcome } from "./sign-in-outcome";

interface SignInFormProps {
  /** A path of this site. */
  next: string;
  providers: readonly { id: string; name: string }[];
  /** What went wrong on the way here, in words. */
  problem?: string;
}

function go(entry: Entry): void {
  if (entry.kind === "go") location.assign(entry.url);
}

export function SignInForm({ next, providers, problem }: SignInFormProps) {
  const password = useMutation({ mutationFn: enterWithPassword, onSuccess: go });
  const provider = useMutation({ mutationFn: (id: string) => enterThrough(id, next), onSuccess: go });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    provider.reset();
    password.mutate({ email: String(given.get("email") ?? ""), password: String(given.get("password") ?? ""), next });
  };
  const answer = password.data ?? provider.data;
  const isBusy = password.isPending || provider.isPending || answer?.kind === "go";

  return (
    <div className="grid gap-5">
      <SignInOutcome answer={isBusy ? undefined : answer} problem={answer === undefined && !isBusy ? problem : undefined} />
      <form onSubmit={submit} noValidate className="grid gap-4">
        <Field label="E-mail address" required>
          <Input name="email" type="email" autoComplete="username" spellCheck={false} autoCapitalize="none" autoFocus />
        </Field>
        <Field label="Password" required>
          <PasswordInput name="password" autoComplete="current-password" />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={isBusy}>
          {password.isPending ? "Signing in…" : "Sign in"}
        </Button>
      </form>
      <p className="text-xs text-muted">
        Forgot your password? An operator of this console can make you a link for a new one. If that is you, run{" "}
        <code>npm run password:link -- --email you@example.com</code> where the console runs.
      </p>
      {providers.length === 0 ? null : (
        <div className="grid gap-2 border-t border-line pt-5">
          {providers.map(({ id, name }) => (
            <Button key={id} size="lg" busy={isBusy} onClick={() => provider.mutate(id)}>
              Continue with {name}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
