"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { useRestoreSimulator } from "./queries";

/** One click makes a credential that the simulator accepts; there is nothing to type. */
export function RestoreSimulator({ slug }: { slug: string }) {
  const restore = useRestoreSimulator(slug);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-0 flex-1 basis-64">
          The console can give itself a credential for its simulator, so that you can try every call without an account.
        </p>
        <Button variant="primary" size="sm" busy={restore.isPending} onClick={() => restore.mutate(undefined)}>
          Make a simulator credential
        </Button>
      </div>
      {restore.error === null ? null : <ProblemNotice className="mt-3" error={restore.error} />}
    </>
  );
}
