"use client";

import { useMutation } from "@tanstack/react-query";
import { useParams, useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CallFailed, callApi } from "@/lib/http/client";
import { StepUpButton } from "./step-up-button";

/** Opens production for writing, after the workspace's slug was typed. `onOpened` goes on with what it is needed for. */
export function ProductionButton({ onOpened }: { onOpened?: () => void }) {
  const { workspace } = useParams<{ workspace: string }>();
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const open = useMutation({
    mutationFn: async (word: string) => {
      // The parser is large; no page waits for it.
      const { openProduction } = await import("@/lib/workspaces/schema");
      return callApi({ method: "POST", path: `/bff/workspaces/${workspace}/production`, body: { word }, answer: openProduction.answer });
    },
    onSuccess: () => {
      // The frame around the page says how long it stays open.
      router.refresh();
      onOpened?.();
    },
  });
  const isStale = open.error instanceof CallFailed && open.error.problem?.code === "session.stale";
  return (
    <span className="flex flex-wrap items-center gap-2">
      {isStale ? (
        <StepUpButton onFresh={() => open.mutate(workspace)} />
      ) : (
        <Button size="sm" busy={open.isPending} onClick={() => setIsAsking(true)}>
          Open for writing
        </Button>
      )}
      {open.error === null ? null : (
        <span role="alert" className="text-xs">
          {open.error.message}
        </span>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Open production for writing?"
        description="For 30 minutes you can make real bookings from this workspace. Each write also needs a sign-in of the last five minutes. It is put on record."
        confirmLabel="Open production"
        confirmWord={workspace}
        onConfirm={() => {
          setIsAsking(false);
          open.mutate(workspace);
        }}
      />
    </span>
  );
}
