"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { useWorldChange } from "./queries";

/** Kills every token that the simulator gave out in this world. */
export function TokensCard({ slug, may }: { slug: string; may: boolean }) {
  const change = useWorldChange(slug);
  const [asking, setAsking] = useState(false);
  const revoke = () =>
    change.mutate(
      { method: "DELETE", path: "/tokens" },
      {
        onSuccess: () => {
          toast("Every token of this world is revoked.", "good");
          setAsking(false);
        },
      },
    );
  return (
    <Card title="Tokens" description="See whether your software gets a new token when the old one dies before its time.">
      {may ? (
        <Button onClick={() => setAsking(true)}>Revoke all tokens</Button>
      ) : (
        <p className="text-sm text-muted">Somebody who may change the simulator can revoke all of its tokens here.</p>
      )}
      <p className="mt-3 text-xs text-muted">To kill the token of one call only, add a fault rule that revokes it.</p>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Revoke every token of this world?"
        description="Calls with a token from before are answered 401 from now on. New tokens can be had at once."
        confirmLabel="Revoke all tokens"
        busy={change.isPending}
        onConfirm={revoke}
      >
        {change.error === null ? null : <ProblemNotice error={change.error} />}
      </ConfirmDialog>
    </Card>
  );
}
