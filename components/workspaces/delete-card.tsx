"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useEndWorkspace, useExport } from "./queries";

export function DeleteCard({ slug, name }: { slug: string; name: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const end = useEndWorkspace(slug);
  const save = useExport(slug);
  return (
    <Card title="Delete this workspace" description="Its credentials, tokens, calls and audit trail are gone for good, for every member. It asks for a sign-in of the last five minutes.">
      {end.error === null ? null : <ProblemNotice error={end.error} onRetry={() => end.mutate(slug)} className="mb-3" />}
      <Button variant="danger" busy={end.isPending || end.isSuccess} onClick={() => setIsAsking(true)}>
        Delete workspace
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete ${name}?`}
        description="Nobody can bring it back. Export it first if anything in it may be needed again."
        confirmLabel="Delete for good"
        confirmWord={slug}
        onConfirm={() => {
          setIsAsking(false);
          end.mutate(slug);
        }}
      >
        <div className="flex flex-wrap items-center gap-3">
          <Button size="sm" busy={save.isPending} onClick={() => save.mutate()}>
            Export first
          </Button>
          {save.isSuccess ? <p role="status">Saved as {slug}.ndjson.</p> : null}
          {save.isError ? <p role="alert">{save.error.message}</p> : null}
        </div>
      </ConfirmDialog>
    </Card>
  );
}
