"use client";

import { useMutation } from "@tanstack/react-query";
import { Download, FileCheck, ShieldCheck } from "lucide-react";
import { useRef } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { saveFile } from "@/components/ui/save-file";
import { toast } from "@/components/ui/toast";
import { checkAudit, readCheckpoint } from "@/lib/audit/schema";
import { CallFailed, callApi } from "@/lib/http/client";
import { ChainVerdict } from "./chain-verdict";

/** Is the record still what was written? Walks it on the server, and holds a checkpoint that was kept outside against it. */
export function ChainCheck({ path, name }: { path: string; name: string }) {
  const picker = useRef<HTMLInputElement>(null);
  const check = useMutation({
    mutationFn: async (kept: File | undefined) => {
      const body = kept === undefined ? {} : { checkpoint: await readKept(kept) };
      return callApi({ method: "POST", path: `${path}/check`, body, answer: checkAudit.answer });
    },
  });
  const keep = useMutation({
    mutationFn: async () => {
      const checkpoint = await callApi({ method: "GET", path: `${path}/checkpoint`, answer: readCheckpoint.answer });
      saveFile(`checkpoint-${name}-${checkpoint.sequence}.json`, new Blob([`${JSON.stringify(checkpoint, undefined, 2)}\n`], { type: "application/json" }));
    },
    onError: (error) => toast(error instanceof CallFailed ? error.message : "The checkpoint did not arrive. Try again.", "bad"),
  });
  return (
    <Card
      className="mt-6"
      title="Is the record whole?"
      description="Each entry carries a hash over itself and the one before it, so a change, a gap or a cut shows. A checkpoint that you keep elsewhere also shows when all of it was written anew."
    >
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => check.mutate(undefined)} busy={check.isPending}>
          <ShieldCheck aria-hidden />
          {check.isPending ? "Checking…" : "Check the chain"}
        </Button>
        <Button variant="ghost" onClick={() => keep.mutate()} busy={keep.isPending}>
          <Download aria-hidden />
          Save a checkpoint
        </Button>
        <Button variant="ghost" onClick={() => picker.current?.click()} disabled={check.isPending}>
          <FileCheck aria-hidden />
          Check against a saved one
        </Button>
        <input
          ref={picker}
          type="file"
          accept="application/json"
          aria-label="A saved checkpoint"
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) check.mutate(file);
            target.value = "";
          }}
        />
      </div>
      {check.error === null ? null : <ProblemNotice className="mt-3" error={check.error} />}
      {check.data === undefined || check.isPending ? null : <ChainVerdict report={check.data} />}
    </Card>
  );
}

/** The server says what is wrong with a checkpoint; here it only has to be JSON. */
async function readKept(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new CallFailed(`${file.name} is not a checkpoint: it is not JSON. Choose a file that "Save a checkpoint" made.`, undefined);
  }
}
