"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { BodyClient } from "@/components/ui/json-view/body-client";
import { saveFile } from "@/components/ui/save-file";

/** Saves the bytes as they came. The type says that they are data, so that no program takes them for a page. */
export function DownloadButton({ body, name }: { body: BodyClient; name: string }) {
  const save = async (): Promise<void> => {
    saveFile(`${name}.${body.read().state.problem === undefined ? "json" : "txt"}`, await body.file("application/octet-stream"));
  };
  return (
    <Button variant="ghost" size="sm" onClick={() => void save()}>
      <Download aria-hidden />
      Download
    </Button>
  );
}
