"use client";

import { useMutation } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { toast } from "@/components/ui/toast";
import { callApi } from "@/lib/http/client";
import { runDeleted } from "@/lib/playground/schema";
import { RunFile } from "./run-file";

interface RunActionsProps {
  slug: string;
  runId: string;
  listPath: string;
  /** The playground with this run filled in. */
  editHref: string;
  /** Absent when nothing was sent. */
  curl?: string;
  mayDelete: boolean;
}

export function RunActions({ slug, runId, listPath, editHref, curl, mayDelete }: RunActionsProps) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const deletion = useMutation({
    mutationFn: () => callApi({ method: "DELETE", path: `/bff/workspaces/${slug}/runs/${runId}`, answer: runDeleted }),
    onSuccess: () => {
      toast("The run was deleted.", "good");
      router.push(listPath);
      router.refresh();
    },
    onSettled: () => setIsAsking(false),
  });
  return (
    <>
      <CopyButton text={() => location.href.split(/[?#]/)[0] ?? ""} label="Copy link" withText size="md" />
      {curl === undefined ? null : <CopyButton text={curl} label="Copy as cURL" withText size="md" />}
      <RunFile slug={slug} runId={runId} part="bundle" label="Support bundle" size="md" />
      {mayDelete ? (
        <Button variant="ghost" onClick={() => setIsAsking(true)}>
          <Trash2 aria-hidden />
          Delete
        </Button>
      ) : null}
      <ButtonLink href={editHref}>
        <Pencil aria-hidden />
        Edit and send again
      </ButtonLink>
      {deletion.error === null ? null : <ProblemNotice error={deletion.error} className="w-full" />}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Delete this run?"
        description="Its request, its reply and its explanation go. Nothing changes on Prioticket's side, and there is no way back."
        confirmLabel="Delete run"
        busy={deletion.isPending}
        onConfirm={() => deletion.mutate()}
      />
    </>
  );
}
