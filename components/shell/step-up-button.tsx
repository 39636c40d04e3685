"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PasswordInput } from "@/components/ui/password-input";
import { CallFailed, callApi } from "@/lib/http/client";

/** Asks for the password, for what only a fresh sign-in may do. `onFresh` goes on with it. */
export function StepUpButton({ onFresh }: { onFresh?: () => void }) {
  const form = useId();
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const confirm = useMutation({
    mutationFn: async (password: string) => {
      // The parser is large; no page waits for it.
      const { stepUp } = await import("@/lib/account/schema");
      return callApi({ method: "POST", path: "/bff/account/step-up", body: { password }, answer: stepUp.answer });
    },
    onSuccess: () => {
      setIsOpen(false);
      onFresh?.();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // A portal-less dialog may stand inside another form.
    event.stopPropagation();
    confirm.mutate(String(new FormData(event.currentTarget).get("password") ?? ""));
  };
  const found = confirm.error instanceof CallFailed ? confirm.error.problem?.issues?.[0] : undefined;
  const isElsewhere = found?.path === "/provider";
  const issue = isElsewhere ? undefined : found?.message;
  if (confirm.isSuccess && onFresh === undefined) return <p role="status">Confirmed. Do it again now.</p>;
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)}>
        Confirm that it is you
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setIsOpen}
        size="sm"
        title="Confirm that it is you"
        description="It counts for five minutes. You stay signed in."
        footer={
          <>
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
            <Button form={form} type="submit" variant="primary" busy={confirm.isPending}>
              Confirm
            </Button>
          </>
        }
      >
        <form id={form} onSubmit={submit} noValidate className="grid gap-3">
          {confirm.error === null || issue !== undefined ? null : <Notice tone={isElsewhere ? "info" : "error"}>{confirm.error.message}</Notice>}
          {isElsewhere ? (
            <Button variant="primary" onClick={() => router.push(`/sign-in?${new URLSearchParams({ again: "", next: location.pathname + location.search })}`)}>
              Sign in once more
            </Button>
          ) : null}
          <Field label="Password" required error={issue}>
            <PasswordInput name="password" autoComplete="current-password" />
          </Field>
        </form>
      </Dialog>
    </>
  );
}
