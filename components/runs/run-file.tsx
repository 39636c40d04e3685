"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { saveFile } from "@/components/ui/save-file";
import { toast } from "@/components/ui/toast";
import { CallFailed, fetchApi } from "@/lib/http/client";

interface RunFileProps {
  slug: string;
  runId: string;
  /** The last part of its address. */
  part: "body" | "bundle";
  label: string;
  size?: "sm" | "md";
}

/** Saves what the console hands out of a run, under the name that the console gives it. */
export function RunFile({ slug, runId, part, label, size = "sm" }: RunFileProps) {
  const save = useMutation({
    mutationFn: async () => {
      const response = await fetchApi({ method: "GET", path: `/bff/workspaces/${slug}/runs/${runId}/${part}` });
      const [, name = `run-${part}.txt`] = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "") ?? [];
      saveFile(name, await response.blob());
    },
    onError: (error) => toast(error instanceof CallFailed ? error.message : "The file did not arrive whole. Try again.", "bad"),
  });
  return (
    <Button variant="ghost" size={size} busy={save.isPending} onClick={() => save.mutate()}>
      <Download aria-hidden />
      {label}
    </Button>
  );
}
