"use client";

import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { callApi } from "@/lib/http/client";
import { rehearsalAnswer, type RehearsalInput } from "@/lib/rehearsals/schema";
import { RehearsalResult } from "./rehearsal-result";

interface SeeItHappenProps {
  slug: string;
  /** What to make happen, e.g. "429 Too many requests". */
  name: string;
  input: RehearsalInput;
}

/** Makes one entry of the reference happen and explains it in place. */
export function SeeItHappen({ slug, name, input }: SeeItHappenProps) {
  const rehearsal = useMutation({
    mutationFn: (wanted: RehearsalInput) => callApi({ method: "POST", path: `/bff/workspaces/${slug}/rehearsals`, body: wanted, answer: rehearsalAnswer }),
  });
  return (
    <div className="mt-3">
      <Button size="sm" busy={rehearsal.isPending} onClick={() => rehearsal.mutate(input)} aria-label={`See it happen: ${name}`}>
        <Play aria-hidden />
        {rehearsal.isPending ? "Making it happen…" : rehearsal.data === undefined ? "See it happen" : "See it happen again"}
      </Button>
      <div aria-live="polite">
        {rehearsal.isPending ? <Progress label={`Making ${name} happen`} className="mt-3" /> : null}
        {rehearsal.error === null ? null : <ProblemNotice error={rehearsal.error} className="mt-3" />}
        {rehearsal.data === undefined || rehearsal.isPending ? null : <RehearsalResult answer={rehearsal.data} operationId={rehearsal.variables.operationId} />}
      </div>
    </div>
  );
}
