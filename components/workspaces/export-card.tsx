"use client";

import { Download } from "lucide-react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useExport } from "./queries";

export function ExportCard({ slug }: { slug: string }) {
  const save = useExport(slug);
  return (
    <Card
      title="Take your work along"
      description="Settings, members, credentials without their secrets, collections and saved requests, calls as they were kept with their comments, and the audit trail: one JSON object a line. Not in it: secrets, tokens and exchanges, invitations, personal tokens, and the simulator's world."
    >
      {save.error === null ? null : <ProblemNotice error={save.error} className="mb-3" />}
      <div className="flex flex-wrap items-center gap-3">
        <Button busy={save.isPending} onClick={() => save.mutate()}>
          <Download aria-hidden />
          {save.isPending ? "Collecting…" : "Export"}
        </Button>
        {save.isSuccess ? <p role="status">Saved as {slug}.ndjson.</p> : null}
      </div>
    </Card>
  );
}
