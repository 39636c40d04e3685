"use client";

import { useMutation } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { fetchApi } from "@/lib/http/client";
import { readFrames } from "@/lib/playground/frames";

interface SendAgainProps {
  slug: string;
  runId: string;
  listPath: string;
  /** A request that may change something is not repeated by one click. Why, in a sentence. */
  warning?: string;
}

/** Repeats a run exactly and opens the new one. */
export function SendAgain({ slug, runId, listPath, warning }: SendAgainProps) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const replay = useMutation({
    mutationFn: () => replayedRun(slug, runId),
    onSuccess: (newRunId) => router.push(`${listPath}/${newRunId}`),
    onSettled: () => setIsAsking(false),
  });
  return (
    <>
      <Button busy={replay.isPending} onClick={() => (warning === undefined ? replay.mutate() : setIsAsking(true))}>
        <RotateCw aria-hidden />
        {replay.isPending ? "Sending…" : "Send again"}
      </Button>
      {replay.error === null ? null : <ProblemNotice error={replay.error} className="w-full" />}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Send this change again?"
        description={warning}
        confirmLabel="Send it again"
        busy={replay.isPending}
        onConfirm={() => replay.mutate()}
      />
    </>
  );
}

/** Sends it and reads the answer to its end; the new run's page shows it. */
async function replayedRun(slug: string, runId: string): Promise<string> {
  const response = await fetchApi({ method: "POST", path: `/bff/workspaces/${slug}/runs/${runId}/replay` });
  if (response.body === null) throw new Error("The console's answer has no body");
  let newRunId: string | undefined;
  for await (const frame of readFrames(response.body)) if (frame.kind === "trailer") newRunId = frame.trailer.runId;
  if (newRunId === undefined) throw new Error("The console's answer has no end");
  return newRunId;
}
