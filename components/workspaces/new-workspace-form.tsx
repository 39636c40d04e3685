"use client";

import type { FormEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { CallFailed } from "@/lib/http/client";
import { useStartWorkspace } from "./queries";

export function NewWorkspaceForm() {
  const start = useStartWorkspace();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    start.mutate(String(new FormData(event.currentTarget).get("name") ?? ""));
  };
  const issues = start.error instanceof CallFailed ? (start.error.problem?.issues ?? []) : [];
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      {start.error === null || issues.length > 0 ? null : <ProblemNotice error={start.error} />}
      <Field label="Name of the workspace" required hint="Your company, a client or a project. It can be changed later." error={issues.find(({ path }) => path === "/name")?.message}>
        <Input name="name" />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={start.isPending || start.isSuccess}>
        Make the workspace
      </Button>
    </form>
  );
}
