"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { CallFailed, callApi } from "@/lib/http/client";
import { changeSettings, RETENTION_DAYS, type WorkspaceView } from "@/lib/workspaces/schema";

interface SettingsFormProps {
  workspace: WorkspaceView;
  /** Why this person cannot change anything, if so. */
  refusal?: string;
}

export function SettingsForm({ workspace, refusal }: SettingsFormProps) {
  const router = useRouter();
  const save = useMutation({
    mutationFn: (body: { name: string; retentionDays: number }) =>
      callApi({ method: "PATCH", path: `/bff/workspaces/${workspace.slug}/settings`, body, answer: changeSettings.answer }),
    // The name stands in the frame around this page too.
    onSuccess: () => router.refresh(),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    save.mutate({ name: String(given.get("name") ?? ""), retentionDays: Number(given.get("retentionDays")) });
  };
  const issues = save.error instanceof CallFailed ? (save.error.problem?.issues ?? []) : [];
  const issueOf = (name: string) => issues.find((issue) => issue.path === `/${name}`)?.message;
  const isLocked = refusal !== undefined;
  return (
    <Card title="Workspace">
      <form onSubmit={submit} noValidate className="grid max-w-md gap-4">
        {isLocked ? <Notice>{refusal}</Notice> : null}
        {save.error === null || issues.length > 0 ? null : <ProblemNotice error={save.error} />}
        {save.isSuccess ? <Notice tone="good" live title="Saved" /> : null}
        <Field label="Name" required hint={`Its address stays /${workspace.slug}, so that links keep working.`} error={issueOf("name")}>
          <Input name="name" defaultValue={workspace.name} disabled={isLocked} />
        </Field>
        <Field
          label="Keep calls for this many days"
          required
          hint={`From ${RETENTION_DAYS.least} to ${RETENTION_DAYS.most}. Older calls and what came back are deleted; the audit trail is not.`}
          error={issueOf("retentionDays")}
        >
          <Input
            name="retentionDays"
            type="number"
            inputMode="numeric"
            min={RETENTION_DAYS.least}
            max={RETENTION_DAYS.most}
            defaultValue={workspace.retentionDays}
            disabled={isLocked}
            className="max-w-32"
          />
        </Field>
        <div>
          <Button type="submit" variant="primary" busy={save.isPending} disabled={isLocked}>
            {save.isPending ? "Saving…" : "Save"}
          </Button>
        </div>
      </form>
    </Card>
  );
}
