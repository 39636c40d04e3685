"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { CallFailed, callApi } from "@/lib/http/client";
import { changePersonalDays, MOST_PERSONAL_DAYS, type PersonalDays } from "@/lib/playground/personal/schema";

interface PersonalDataCardProps {
  slug: string;
  initial: PersonalDays;
  retentionDays: number;
  mayChange: boolean;
}

const FIRST_DAYS = 7;

/** Whether this workspace reads the personal data of guests in its runs, and for how long. */
export function PersonalDataCard({ slug, initial, retentionDays, mayChange }: PersonalDataCardProps) {
  const router = useRouter();
  const [typed, setTyped] = useState(String(initial.days ?? Math.max(1, Math.min(FIRST_DAYS, retentionDays - 1))));
  const [asking, setAsking] = useState<"keep" | "mask">();
  const change = useMutation({
    mutationFn: (days: number | null) => callApi({ method: "PUT", path: `/bff/workspaces/${slug}/settings/personal-data`, body: { days, word: slug }, answer: changePersonalDays.answer }),
    onSuccess: () => router.refresh(),
  });
  const current = change.data?.days === undefined ? initial.days : change.data.days;
  const issue = change.error instanceof CallFailed ? change.error.problem?.issues?.find(({ path }) => path === "/days")?.message : undefined;
  const confirm = (): void => {
    change.mutate(asking === "mask" ? null : Number(typed));
    setAsking(undefined);
  };
  return (
    <Card title="Personal data of guests" description="Names, e-mail addresses, telephone numbers, passports and dates of birth in requests and replies.">
      <p className="max-w-prose text-sm">
        {current === null
          ? "It is masked as soon as a run is kept. Whoever sends a request sees the reply as it is, once."
          : `Every member can read it in new runs for ${current} ${current === 1 ? "day" : "days"}; then it is masked where it is kept. Secrets and tokens are masked all the same.`}
      </p>
      {mayChange ? (
        <div className="mt-3 grid max-w-md gap-3">
          {change.error === null || issue !== undefined ? null : <ProblemNotice error={change.error} onRetry={() => change.mutate(change.variables ?? null)} />}
          {change.isSuccess ? (
            <Notice tone="good" live title={change.data.masked === 0 ? "Saved" : `Saved. Masked in ${change.data.masked} ${change.data.masked === 1 ? "run" : "runs"}.`} />
          ) : null}
          <Field label="Keep it readable for this many days" hint={`From 1 to ${MOST_PERSONAL_DAYS}, and fewer than the ${retentionDays} that runs are kept.`} error={issue}>
            <Input type="number" inputMode="numeric" min={1} max={MOST_PERSONAL_DAYS} value={typed} onChange={(event) => setTyped(event.target.value)} className="max-w-32" />
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button busy={change.isPending} onClick={() => setAsking("keep")}>
              {current === null ? "Keep it readable" : "Change the days"}
            </Button>
            {current === null ? null : (
              <Button variant="danger" busy={change.isPending} onClick={() => setAsking("mask")}>
                Mask all of it now
              </Button>
            )}
          </div>
        </div>
      ) : null}
      <ConfirmDialog
        open={asking !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setAsking(undefined);
        }}
        title={asking === "mask" ? "Mask the personal data in every run now?" : `Keep the personal data of guests readable for ${typed} ${typed === "1" ? "day" : "days"}?`}
        description={
          asking === "mask"
            ? "It cannot be brought back, and new runs are masked when they are kept. It asks for a sign-in of the last five minutes."
            : "Every member, viewers too, can then read it in new runs, copy it and export it. Your company answers for it to its guests: make sure that you may. It is on record, and asks for a sign-in of the last five minutes."
        }
        confirmLabel={asking === "mask" ? "Mask it now" : "Keep it readable"}
        confirmWord={slug}
        onConfirm={confirm}
      />
    </Card>
  );
}
