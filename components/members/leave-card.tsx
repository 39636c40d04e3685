"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useLeave } from "./queries";

export function LeaveCard({ slug, workspaceName }: { slug: string; workspaceName: string }) {
  const leave = useLeave(slug);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Card title="Leave" description={`You lose access to ${workspaceName} at once. Coming back takes a new invitation.`}>
      {leave.error === null ? null : <ProblemNotice error={leave.error} className="mb-3" />}
      <Button busy={leave.isPending || leave.isSuccess} onClick={() => setIsAsking(true)}>
        Leave this workspace
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Leave ${workspaceName}?`}
        description="What you did stays on record. Your personal tokens for this workspace stop working."
        confirmLabel="Leave"
        onConfirm={() => {
          setIsAsking(false);
          leave.mutate(undefined, { onSuccess: () => location.replace("/") });
        }}
      />
    </Card>
  );
}
